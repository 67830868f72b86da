package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.FolderCheck;
import org.dapple.core.files.Json;
import org.dapple.core.files.WorkLock;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.run.HeardList;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.encoder.WeightExport;
import org.dapple.models.encoder.WeightImport;
import org.dapple.models.weights.TensorFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an encoder of weights from elsewhere. */
@Command(
        name = "import",
        description = {
            "Make an encoder of weights of M2D, MSM-MAE or MAE: a PyTorch checkpoint (.pth, .pt) or a safetensors file.",
            "",
            "Check the licence of the weights you import.",
            "",
            "Example:  ./dapple import weights.pth --out imported",
            ""
        })
final class ImportCommand extends DappleCommand {
    private static final Set<String> OPTIONS = Set.of("heads", "frames", "mean", "std");

    @Parameters(index = "0", paramLabel = "FILE", description = "The weights. They are read, nothing in them is run.")
    private Path file = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "A folder for the encoder.")
    private Path out = Path.of("");

    @Option(names = "--heads", paramLabel = "N", description = "Attention heads. Default: as usual for the width.")
    private @Nullable Integer heads;

    @Option(
            names = "--frames",
            paramLabel = "N",
            description = "Frames that the encoder sees at once. Default: as many as its table of positions has.")
    private @Nullable Integer frames;

    @Option(names = "--mean", paramLabel = "X", description = "Mean of the training data's log-mel. Default: M2D's.")
    private float mean = WeightImport.M2D.mean();

    @Option(names = "--std", paramLabel = "X", description = "Their standard deviation. Default: M2D's.")
    private float std = WeightImport.M2D.std();

    @Override
    public List<String> settings(List<String> words) {
        return words.subList(1, words.size());
    }

    @Override
    public Outcome run(Settings settings, NDManager manager) throws IOException {
        settings.done();
        FolderCheck.writable("--out", out);
        requireNew();
        try (TensorFile tensors = TensorFile.open(file)) {
            WeightImport weights = new WeightImport(optional(heads), optional(frames), new Normalization(mean, std));
            WeightImport.Imported imported = weights.read(tensors, manager);
            try (AudioEncoder encoder = imported.encoder()) {
                return WorkLock.holding(out, () -> write(imported, encoder));
            }
        } catch (ConfigurationException e) {
            throw OPTIONS.contains(e.key())
                    ? new ConfigurationException(
                            "--" + e.key(),
                            String.valueOf(e.getMessage()).substring(e.key().length() + 1))
                    : e;
        }
    }

    private void requireNew() {
        if (AudioEncoder.isIn(out)) {
            throw new ConfigurationException("--out", "must be a new folder; " + out + " already holds an encoder");
        }
    }

    private Outcome write(WeightImport.Imported imported, AudioEncoder encoder) throws IOException {
        requireNew(); // by now
        Optional<HeardList> heard = WeightExport.heard(file);
        encoder.withHeard(heard).save(out);
        Map<String, Object> result = summary(imported);
        result.put("heard_clips", heard.isPresent() ? heard.get().clips() : "not known");
        Json.write(out.resolve("import.json"), result);
        print(imported);
        say(
                heard.isPresent()
                        ? "  heard     " + heard.get().clips() + " clips, of which the list goes along"
                        : "  heard     not known: test clips that they have heard cannot be told");
        return Outcome.done(result);
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private Map<String, Object> summary(WeightImport.Imported imported) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("file", file.toString());
        result.put("encoder", out.toString());
        result.put("model", imported.encoder().description());
        result.put("used", imported.used());
        result.put("unused", imported.unused());
        result.put("checks", imported.checks());
        return result;
    }

    private void print(WeightImport.Imported imported) {
        PatchGrid grid = imported.encoder().grid();
        say("Imported: " + out);
        say("  used      " + imported.used().size() + " tensors");
        imported.unused().forEach((group, count) -> say("  left out  " + count + " of the " + group));
        imported.checks().forEach(check -> say("  checked   " + check));
        say("  assumed   " + imported.encoder().size().heads() + " heads, mean " + mean + ", deviation " + std);
        say("  grid      " + grid.bands() + " bands, " + grid.frames() + " frames, patches of " + grid.patchHeight()
                + " x " + grid.patchWidth());
        say("Check the licence of the weights before you use or share what comes of them.");
    }
}

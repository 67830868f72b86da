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

/** Imports weights from other projects as an encoder. */
@Command(
        name = "import",
        description = {
            "Import an encoder of M2D, MSM-MAE or MAE from a PyTorch checkpoint (.pth, .pt) or a safetensors file.",
            "",
            "Check the licence of the weights you import.",
            "",
            "Example:  ./dapple import weights.pth --out imported",
            ""
        })
final class ImportCommand extends DappleCommand {
    private static final Set<String> OPTIONS = Set.of("heads", "frames", "mean", "std");

    @Parameters(index = "0", paramLabel = "FILE", description = "The weights. No code in the file is run.")
    private Path file = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "A folder for the encoder.")
    private Path out = Path.of("");

    @Option(
            names = "--heads",
            paramLabel = "N",
            description = "Attention heads. Default: the usual number for the width.")
    private @Nullable Integer heads;

    @Option(
            names = "--frames",
            paramLabel = "N",
            description = "Frames of the encoder's input. Default: by the size of its table of positions.")
    private @Nullable Integer frames;

    @Option(names = "--mean", paramLabel = "X", description = "Mean of the training data's log-mel. Default: M2D's.")
    private float mean = WeightImport.M2D.mean();

    @Option(names = "--std", paramLabel = "X", description = "Standard deviation of the same. Default: M2D's.")
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
        requireNew(); // again, because another process may have written meanwhile
        Optional<HeardList> heard = WeightExport.heard(file);
        encoder.withHeard(heard).save(out);
        Map<String, Object> result = summary(imported);
        result.put("heard_clips", heard.isPresent() ? heard.get().clips() : "not known");
        Json.write(out.resolve("import.json"), result);
        print(imported);
        say(
                heard.isPresent()
                        ? "  heard     " + heard.get().clips() + " clips; the list is copied"
                        : "  heard     not known: test clips that the weights have heard cannot be detected");
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
        say("Check the licence of the weights before you use them or share results.");
    }
}

package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.EncoderChoice;
import org.dapple.cli.command.FolderCheck;
import org.dapple.core.files.WorkLock;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.experiment.encoder.ChosenEncoder;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.encoder.WeightExport;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes an encoder for use without Dapple. */
@Command(
        name = "export",
        description = {
            "Write an encoder for PyTorch: model.safetensors and config.json (docs/weights.md shows how to read them).",
            "",
            "Example:  ./dapple export --run runs/first --out exported",
            ""
        })
final class ExportCommand extends DappleCommand {
    @ArgGroup(multiplicity = "1")
    private EncoderChoice choice = new EncoderChoice();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
    private Path out = Path.of("");

    @Override
    public Outcome run(Settings settings, NDManager manager) throws IOException {
        settings.done();
        ChosenEncoder chosen = choice.read();
        FolderCheck.writable("--out", out);
        return WorkLock.holding(out, () -> write(chosen, manager));
    }

    private Outcome write(ChosenEncoder chosen, NDManager manager) throws IOException {
        if (Files.exists(out.resolve("model.safetensors"))) {
            throw new ConfigurationException("--out", "must be a new folder; " + out + " already holds a model");
        }
        try (AudioEncoder encoder = chosen.loader().load(manager)) {
            int tensors = WeightExport.write(encoder, out, manager);
            say("Exported: " + tensors + " tensors in " + out.resolve("model.safetensors"));
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("model", out.resolve("model.safetensors").toString());
            result.put("tensors", tensors);
            return Outcome.done(result);
        }
    }
}

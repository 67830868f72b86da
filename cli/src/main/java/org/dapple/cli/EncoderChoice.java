package org.dapple.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.dapple.core.ConfigurationException;
import org.dapple.core.RunDirectory;
import org.dapple.models.AudioEncoder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which encoder a command uses: that of a run, or one in a folder of its own. */
final class EncoderChoice {
    @Option(names = "--run", required = true, paramLabel = "DIR", description = "A pre-training run.")
    private @Nullable Path run;

    @Option(
            names = "--encoder",
            required = true,
            paramLabel = "DIR",
            description = "The folder of an encoder, for example an imported one.")
    private @Nullable Path encoder;

    /** The run, if one was named. */
    Optional<RunDirectory> run() {
        if (run != null && AudioEncoder.isIn(run)) {
            throw new ConfigurationException(
                    "--run", "must be the folder of a run; " + run + " is that of an encoder: --encoder " + run);
        }
        return run == null ? Optional.empty() : Optional.of(RunDirectory.open(run, "--run"));
    }

    /** Where the encoder lies. */
    Path folder() {
        if (encoder == null) {
            return run().map(RunDirectory::encoder).orElseThrow();
        }
        if (!AudioEncoder.isIn(encoder)) {
            throw new ConfigurationException(
                    "--encoder",
                    "must be the folder of an encoder; " + encoder + " has no encoder.json"
                            + (AudioEncoder.isIn(encoder.resolve("encoder"))
                                    ? " (it is a run: --run " + encoder + ")"
                                    : ""));
        }
        return encoder;
    }
}

package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.dapple.core.ConfigurationException;
import org.dapple.models.AudioEncoder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which encoder a command uses: that of a run or of one of its checkpoints, or one in a folder of its own. */
final class EncoderChoice {
    @Option(
            names = "--run",
            required = true,
            paramLabel = "DIR",
            description = "A pre-training run; DIR@best or DIR@2000 is a checkpoint of it.")
    private @Nullable String run;

    @Option(
            names = "--encoder",
            required = true,
            paramLabel = "DIR",
            description = "The folder of an encoder, for example an imported one.")
    private @Nullable Path encoder;

    /** The run, if one was named. */
    Optional<RunChoice> run() throws IOException {
        if (run != null && AudioEncoder.isIn(Path.of(run))) {
            throw new ConfigurationException(
                    "--run", "must be the folder of a run; " + run + " is that of an encoder: --encoder " + run);
        }
        return run == null ? Optional.empty() : Optional.of(RunChoice.of(run));
    }

    /** Refuses what holds no encoder, before anything else is done. */
    void check() throws IOException {
        run();
        if (encoder != null && !AudioEncoder.isIn(encoder)) {
            throw new ConfigurationException(
                    "--encoder",
                    "must be the folder of an encoder; " + encoder + " has no encoder.json"
                            + (AudioEncoder.isIn(encoder.resolve("encoder"))
                                    ? " (it is a run: --run " + encoder + ")"
                                    : ""));
        }
    }

    /** The encoder; the caller closes it. */
    AudioEncoder encoder(NDManager manager) throws IOException {
        check();
        return encoder == null ? run().orElseThrow().encoder(manager) : AudioEncoder.load(encoder, manager);
    }

    /** As the user named it. */
    String name() {
        return encoder == null ? String.valueOf(run) : encoder.toString();
    }
}

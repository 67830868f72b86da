package org.dapple.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import org.dapple.experiment.encoder.ChosenEncoder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The encoder for a command: of a run, of one of its checkpoints, or in a folder of its own. */
public final class EncoderChoice {
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

    /** Reads or refuses the choice. */
    public ChosenEncoder read() throws IOException {
        return encoder != null
                ? ChosenEncoder.ofFolder(encoder)
                : ChosenEncoder.ofRun(String.valueOf(run)); // one of the two is required
    }
}

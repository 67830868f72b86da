package org.dapple.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Heard;
import org.dapple.models.encoder.AudioEncoder;
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

    /**
     * An encoder that is there, not yet loaded.
     *
     * @param name as the user wrote it
     * @param run the run it is of, if it is of one
     * @param loader opens it
     * @param hearing tells what it has heard
     */
    record Chosen(String name, Optional<RunChoice> run, Entry.Loader loader, Entry.Hearing hearing) {
        /** What the encoder has heard. */
        Heard heard() throws IOException {
            return hearing.read();
        }
    }

    /** Reads what was chosen, or refuses it. */
    Chosen read() throws IOException {
        if (encoder != null) {
            Path folder = requireEncoder(encoder);
            return new Chosen(
                    folder.toString(),
                    Optional.empty(),
                    manager -> AudioEncoder.load(folder, manager),
                    () -> Heard.of(AudioEncoder.heard(folder)));
        }
        String named = String.valueOf(run); // one of the two is required
        if (AudioEncoder.isIn(Path.of(named))) {
            throw new ConfigurationException(
                    "--run", "must be the folder of a run; " + named + " is that of an encoder: --encoder " + named);
        }
        RunChoice choice = RunChoice.of(named);
        return new Chosen(
                named,
                Optional.of(choice),
                choice::encoder,
                () -> Heard.of(choice.job().run()));
    }

    /** The folder, which must hold an encoder. */
    static Path requireEncoder(Path folder) {
        if (!AudioEncoder.isIn(folder)) {
            throw new ConfigurationException(
                    "--encoder",
                    "must be the folder of an encoder; " + folder + " has no encoder.json" + advice(folder));
        }
        return folder;
    }

    private static String advice(Path folder) {
        if (Files.isRegularFile(new RunDirectory(folder).description())) {
            return " (it is a run: --run " + folder + ")";
        }
        Path inside = folder.resolve("encoder");
        return AudioEncoder.isIn(inside) ? " (--encoder " + inside + ")" : "";
    }
}

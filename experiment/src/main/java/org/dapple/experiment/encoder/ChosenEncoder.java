package org.dapple.experiment.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Heard;
import org.dapple.models.encoder.AudioEncoder;

/**
 * An encoder that was chosen and exists, but is not loaded yet.
 *
 * @param name as the user wrote it
 * @param run the run that it comes from; empty for an encoder in a folder of its own
 * @param loader opens it
 * @param hearing tells what it has heard
 */
public record ChosenEncoder(String name, Optional<RunChoice> run, Entry.Loader loader, Entry.Hearing hearing) {

    /**
     * The encoder in a folder.
     *
     * @param folder for example of an imported encoder
     * @return the encoder
     * @throws ConfigurationException with the key {@code --encoder} if the folder has no encoder
     */
    public static ChosenEncoder ofFolder(Path folder) {
        requireEncoder(folder);
        return new ChosenEncoder(
                folder.toString(),
                Optional.empty(),
                manager -> AudioEncoder.load(folder, manager),
                () -> Heard.of(AudioEncoder.heard(folder)));
    }

    /**
     * The encoder of a run or of one of its checkpoints.
     *
     * @param named the run's folder, optionally with @best or @STEP
     * @return the encoder
     * @throws ConfigurationException with the key {@code --run} if there is no such run or checkpoint
     * @throws IOException if the run cannot be read
     */
    public static ChosenEncoder ofRun(String named) throws IOException {
        if (AudioEncoder.isIn(Path.of(named))) {
            throw new ConfigurationException(
                    "--run", "must be the folder of a run; " + named + " holds an encoder: use --encoder " + named);
        }
        RunChoice choice = RunChoice.of(named);
        return new ChosenEncoder(
                named,
                Optional.of(choice),
                choice::encoder,
                () -> Heard.of(choice.job().run()));
    }

    /**
     * {@return what the encoder has heard}
     *
     * @throws IOException if the list is missing, was changed or was cut
     */
    public Heard heard() throws IOException {
        return hearing.read();
    }

    /** Refuses a folder without an encoder. */
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

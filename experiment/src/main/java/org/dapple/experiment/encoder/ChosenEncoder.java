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
 * An encoder that is there, not yet loaded.
 *
 * @param name as the user wrote it
 * @param run the run it is of, if it is of one
 * @param loader opens it
 * @param hearing tells what it has heard
 */
public record ChosenEncoder(String name, Optional<RunChoice> run, Entry.Loader loader, Entry.Hearing hearing) {

    /**
     * The encoder in a folder.
     *
     * @param folder for example of an imported one
     * @return the encoder
     * @throws ConfigurationException with the key {@code --encoder} if there is none
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
     * @param named the run's folder, perhaps followed by @best or @STEP
     * @return the encoder
     * @throws ConfigurationException with the key {@code --run} if there is none
     * @throws IOException if the run cannot be read
     */
    public static ChosenEncoder ofRun(String named) throws IOException {
        if (AudioEncoder.isIn(Path.of(named))) {
            throw new ConfigurationException(
                    "--run", "must be the folder of a run; " + named + " is that of an encoder: --encoder " + named);
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
     * @throws IOException if the list is missing, or was changed or cut
     */
    public Heard heard() throws IOException {
        return hearing.read();
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

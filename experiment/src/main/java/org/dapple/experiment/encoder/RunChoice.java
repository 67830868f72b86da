package org.dapple.experiment.encoder;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.eval.probe.EvarRate;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.train.Catalogues;
import org.dapple.train.PretrainingJob;

/**
 * A run, or one of its checkpoints: {@code runs/first}, {@code runs/first@best}, {@code runs/first@2000}.
 *
 * @param name as the user wrote it
 * @param job the run
 * @param checkpoint {@code best}, a step, or empty for the newest encoder
 * @param title its name in tables: the folder's name and the checkpoint
 */
public record RunChoice(String name, PretrainingJob job, String checkpoint, String title) {
    private static final String BEST = "best";

    /**
     * Reads a choice.
     *
     * @param text the run's folder, optionally with @best or @STEP
     * @return the run or checkpoint
     * @throws ConfigurationException with the key {@code --run} if the text is not understood or there is no such run
     * @throws IOException if the run's description cannot be read
     */
    public static RunChoice of(String text) throws IOException {
        int at = text.lastIndexOf('@');
        boolean whole = at < 0 || Files.isDirectory(Path.of(text));
        String checkpoint = whole ? "" : text.substring(at + 1);
        ConfigurationException.require(
                checkpoint.isEmpty() || checkpoint.equals(BEST) || checkpoint.matches("\\d{1,18}"),
                "--run",
                "be a run's folder, optionally with @best or @STEP",
                text);
        RunDirectory run = RunDirectory.open(Path.of(whole ? text : text.substring(0, at)), "--run");
        String title =
                run.root().toAbsolutePath().normalize().getFileName() + (checkpoint.isEmpty() ? "" : "@" + checkpoint);
        return new RunChoice(text, PretrainingJob.open(run, Catalogues.standard()), checkpoint, title);
    }

    /**
     * The same choice under another title.
     *
     * @param other the title
     * @return the choice with that title
     */
    public RunChoice called(String other) {
        return new RunChoice(name, job, checkpoint, other);
    }

    /**
     * {@return the learning rate that EVAR's protocol prescribes for encoders of this kind; empty if it is not known}
     */
    public OptionalDouble evarRate() {
        return OptionalDouble.of(EvarRate.of(job.config().recipe()));
    }

    /**
     * Loads the encoder.
     *
     * @param manager its device computes
     * @return the encoder; the caller closes it
     * @throws IOException if the encoder or the checkpoint cannot be read
     */
    public AudioEncoder encoder(NDManager manager) throws IOException {
        if (checkpoint.isEmpty()) {
            return job.encoders().newest(manager);
        }
        OptionalLong step =
                checkpoint.equals(BEST) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(checkpoint));
        return job.encoders().at(step, manager);
    }
}

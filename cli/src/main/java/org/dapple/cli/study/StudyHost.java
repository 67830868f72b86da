package org.dapple.cli.study;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dapple.data.store.LogMelExtraction;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.leak.LeakCheck;
import org.dapple.eval.report.chart.Picture;
import org.dapple.eval.scoring.EvaluationListener;
import org.dapple.masking.MaskingStrategy;
import org.dapple.train.PretrainingConfig;
import org.dapple.train.PretrainingJob;

/** What a study needs of the command that runs it: people to talk to, and work that other commands do too. */
public interface StudyHost {

    /** Shows a line to people. */
    void say(String line);

    /** {@return whether the study should save and end} */
    boolean stopRequested();

    /**
     * Is called some times a second while another process does what only one may do.
     *
     * @param sentence who it is
     * @throws java.util.concurrent.CancellationException if stopping is requested
     */
    void waiting(String sentence);

    /** {@return is told how evaluations go; may throw a CancellationException to end them} */
    EvaluationListener evaluation();

    /**
     * Shows how far log-mels are.
     *
     * @param clips in all
     * @param work does it, and tells what it is given
     * @param <T> what it makes
     * @return what the work makes
     * @throws IOException if the work fails
     */
    <T> T preparing(int clips, Preparing<T> work) throws IOException;

    /**
     * Work on clips.
     *
     * @param <T> what it makes
     */
    interface Preparing<T> {
        /** Does it. */
        T run(LogMelExtraction.Progress progress) throws IOException;
    }

    /**
     * Writes synthetic sounds; a complete older copy is kept.
     *
     * @param sounds how many
     * @param folder where to
     * @return their manifest
     * @throws IOException if they cannot be written
     */
    Path write(SyntheticSounds sounds, Path folder) throws IOException;

    /**
     * Finds the tasks of a study.
     *
     * @param evaluation names them
     * @param sounds the manifest of the task {@link SyntheticSounds#NAME}, if the study has one
     * @return the tasks, in order
     * @throws IOException if their lists cannot be read
     */
    List<DownstreamTask> tasks(StudyEvaluation evaluation, List<Path> sounds) throws IOException;

    /**
     * Trains until the end or until stopping is requested.
     *
     * @param job what to do
     * @param title of the progress
     * @param manager its device computes
     * @return how it ended
     * @throws IOException if files cannot be read or written, or another process works on the run
     */
    PretrainingJob.Outcome train(PretrainingJob job, String title, NDManager manager) throws IOException;

    /**
     * Refuses test clips that were trained on, or whose sources were.
     *
     * @param task what is tested
     * @param leaks what was found
     */
    void requireUnheard(DownstreamTask task, LeakCheck leaks);

    /**
     * Measures steps of pre-training, in a process of their own.
     *
     * @param config the model, the masks and the batches
     * @param warmup steps before
     * @param steps to measure
     * @return what a step costs here
     * @throws IOException if it cannot be measured
     */
    StepCost measure(PretrainingConfig config, int warmup, int steps) throws IOException;

    /**
     * Draws masks on a sound: at the start, half-way and at the end of training.
     *
     * @param title of the picture
     * @param sound a sound file
     * @param strategies by name
     * @param manager its device computes
     * @return a row for each strategy
     * @throws IOException if the sound cannot be read
     */
    Picture masks(String title, Path sound, Map<String, MaskingStrategy> strategies, NDManager manager)
            throws IOException;
}

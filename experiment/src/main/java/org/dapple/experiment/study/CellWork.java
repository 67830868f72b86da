package org.dapple.experiment.study;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dapple.core.files.Json;
import org.dapple.core.files.WorkLock;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.batch.EpochCrops;
import org.dapple.data.store.Corpus;
import org.dapple.train.Beginning;
import org.dapple.train.Catalogues;
import org.dapple.train.PretrainingJob;
import org.dapple.train.RunEncoders;
import org.dapple.train.WatchedPretraining;

/**
 * The pre-training of one cell.
 *
 * @param study decides which checkpoints are kept
 * @param cell what is trained
 * @param run the run's folder
 * @param watch follows the work
 */
public record CellWork(StudyConfig study, Cell cell, RunDirectory run, Watch watch) {
    /** An interrupted run keeps more checkpoints than the curve has points. */
    private static final int ALL = Integer.MAX_VALUE;

    private static final String TRAINING = "training";

    /**
     * Trains the steps that are left.
     *
     * @param corpora the data
     * @param training fingerprint of the data, to compare with later
     * @return false if stopping was requested before the end
     * @throws ConfigurationException if the folder holds a run with other settings
     */
    boolean train(List<Corpus> corpora, String training, NDManager manager) throws IOException {
        WorkLock.holding(run.root(), () -> {
            requireSameData(training);
            if (!Files.exists(run.description())) {
                Files.deleteIfExists(run.clips()); // a run that was killed before it was described starts over
                Json.write(trainedOn(), Map.of(TRAINING, training));
            }
            return run;
        });
        try {
            try (WatchedPretraining watched = new WatchedPretraining("training, " + cell.name(), watch)) {
                return job(corpora).run(manager, watched) == PretrainingJob.Outcome.FINISHED;
            }
        } catch (ConfigurationException e) {
            if (!Files.exists(run.description())) {
                throw e;
            }
            throw new ConfigurationException(
                    "--out",
                    "must be a new folder, or one of this study; for the run " + run.root() + ", " + e.getMessage());
        }
    }

    /**
     * Refuses a run that was trained on other clips, or began with other weights. It is kept: only the user may delete
     * it.
     *
     * @param training fingerprint of the present data, by {@link StudyContents#training}
     */
    void requireSameData(String training) throws IOException {
        boolean known = Files.exists(trainedOn());
        if (Files.exists(run.description())
                && !(known && training.equals(Json.read(trainedOn()).get(TRAINING)))) {
            throw new ConfigurationException(
                    "--out",
                    "must be a new folder, or one of this study on the same data; the run " + run.root()
                            + " was trained on clips that differ from data (delete it to train again)");
        }
        if (Files.exists(run.description())) {
            Beginning.requireSame(cell.config(), run);
        }
    }

    private Path trainedOn() {
        return run.root().resolve("study.json");
    }

    /** The run as a job that keeps the checkpoints of the learning curve. */
    PretrainingJob job(List<Corpus> corpora) throws IOException {
        PretrainingJob job = new PretrainingJob(cell.config(), corpora, run, Catalogues.standard());
        if (study.evaluation().checkpoints() == 0) {
            return job;
        }
        return job.with(Map.of("checkpoint_every", every(corpora), "keep_checkpoints", ALL));
    }

    /** The steps of the learning curve; the last one is the end. */
    List<Long> curve(PretrainingJob job) throws IOException {
        int every = job.config().housekeeping().checkpointEvery();
        List<Long> steps = job.encoders().checkpoints();
        long end = steps.get(steps.size() - 1);
        boolean wanted = study.evaluation().checkpoints() > 0;
        return steps.stream()
                .filter(step -> step == end || (wanted && step % every == 0)) // interruptions leave other checkpoints
                .toList();
    }

    private int every(List<Corpus> corpora) throws IOException {
        return study.evaluation()
                .checkpointEvery(steps(cell, EpochCrops.listed(corpora).all()));
    }

    /** Removes all checkpoints of the learning curve but the last. */
    void prune() throws IOException {
        new RunEncoders(run, cell.config(), Catalogues.standard()).keepNewest();
    }

    /**
     * The steps of a cell's run.
     *
     * @param cell the cell
     * @param crops crops of an epoch, at least 1
     * @return at least 1
     */
    public static int steps(Cell cell, int crops) {
        return cell.config().optimization().stepsOn(crops);
    }
}

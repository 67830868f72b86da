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
 * @param study decides what is kept
 * @param cell what is trained
 * @param run where it is kept
 * @param watch follows the work
 */
public record CellWork(StudyConfig study, Cell cell, RunDirectory run, Watch watch) {
    /** An interrupted run keeps more checkpoints than the curve has points. */
    private static final int ALL = Integer.MAX_VALUE;

    private static final String TRAINING = "training";

    /**
     * Does the steps that are left.
     *
     * @param corpora what is trained on
     * @param training its content, to be compared with later
     * @return false if stopping was requested before the end
     * @throws ConfigurationException if the folder holds a run of other settings
     */
    boolean train(List<Corpus> corpora, String training, NDManager manager) throws IOException {
        WorkLock.holding(run.root(), () -> {
            requireSameData(training);
            if (!Files.exists(run.description())) {
                Files.deleteIfExists(run.clips()); // a run that was killed before it was described begins anew
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
                    "must be a new folder, or one of this study; of the run " + run.root() + ", " + e.getMessage());
        }
    }

    /**
     * Refuses a run that was trained on other clips, or began with other weights: it is kept, because nobody asked to
     * throw it away.
     *
     * @param training what the study trains on now, by {@link StudyContents#training}
     */
    void requireSameData(String training) throws IOException {
        boolean known = Files.exists(trainedOn());
        if (Files.exists(run.description())
                && !(known && training.equals(Json.read(trainedOn()).get(TRAINING)))) {
            throw new ConfigurationException(
                    "--out",
                    "must be a new folder, or one of this study on the same data; the run " + run.root()
                            + " was trained on other clips than data has now (delete it to train again)");
        }
        if (Files.exists(run.description())) {
            Beginning.requireSame(cell.config(), run);
        }
    }

    private Path trainedOn() {
        return run.root().resolve("study.json");
    }

    /** The run as a job, with the checkpoints that the study wants. */
    PretrainingJob job(List<Corpus> corpora) throws IOException {
        PretrainingJob job = new PretrainingJob(cell.config(), corpora, run, Catalogues.standard());
        if (study.evaluation().checkpoints() == 0) {
            return job;
        }
        return job.with(Map.of("checkpoint_every", every(corpora), "keep_checkpoints", ALL));
    }

    /** The steps of the learning curve, of which the last is the end. */
    List<Long> curve(PretrainingJob job) throws IOException {
        int every = job.config().housekeeping().checkpointEvery();
        List<Long> steps = job.encoders().checkpoints();
        long end = steps.get(steps.size() - 1);
        boolean wanted = study.evaluation().checkpoints() > 0;
        return steps.stream()
                .filter(step -> step == end || (wanted && step % every == 0)) // interruptions leave others
                .toList();
    }

    private int every(List<Corpus> corpora) throws IOException {
        return study.evaluation()
                .checkpointEvery(steps(cell, EpochCrops.listed(corpora).all()));
    }

    /** Removes the checkpoints that the learning curve was made of; the last one stays. */
    void prune() throws IOException {
        new RunEncoders(run, cell.config(), Catalogues.standard()).keepNewest();
    }

    /** Steps of a run whose epochs have so many crops. */
    public static int steps(Cell cell, int crops) {
        return cell.config().optimization().stepsOn(crops);
    }
}

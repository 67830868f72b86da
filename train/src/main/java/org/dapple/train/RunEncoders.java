package org.dapple.train;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.models.encoder.AudioEncoder;

/**
 * The encoders of a run: the newest one, those of its checkpoints, and an untrained one for comparison.
 *
 * @param run the run's folder
 * @param config of the run
 * @param catalogues the front ends that it may name
 */
public record RunEncoders(RunDirectory run, PretrainingConfig config, Catalogues catalogues) {

    /**
     * The newest encoder.
     *
     * @param manager its device computes
     * @return the encoder; the caller closes it
     * @throws IOException if the run has no encoder yet
     */
    public AudioEncoder newest(NDManager manager) throws IOException {
        return AudioEncoder.load(run.encoder(), manager, catalogues.frontEnds());
    }

    /**
     * An encoder with random weights by the run's seed, and with the size, front end and normalisation of the trained
     * one. The run began with it, unless it began with given weights ({@code init.from}).
     *
     * @param manager its device computes
     * @return an encoder for comparison; the caller closes it
     * @throws IOException if the run has no encoder yet
     */
    public AudioEncoder untrained(NDManager manager) throws IOException {
        try (AudioEncoder trained = newest(manager)) {
            NDManager own = manager.newSubManager();
            TrainingState state = TrainingState.random(config, trained.grid(), own);
            return new AudioEncoder(
                    trained.frontEnd(), trained.normalization(), state.model().encoder(), own);
        }
    }

    /**
     * The encoder of a checkpoint, with the front end and normalisation of the newest encoder.
     *
     * @param step one of {@link #checkpoints}; empty for the one with the smallest smoothed loss
     * @param manager its device computes
     * @return the encoder; the caller closes it
     * @throws IOException if it cannot be read
     * @throws ConfigurationException with the key {@code checkpoint} if it does not exist or is damaged
     */
    public AudioEncoder at(OptionalLong step, NDManager manager) throws IOException {
        Optional<Checkpoint> checkpoint = Checkpoint.at(run.checkpoints(), step);
        if (checkpoint.isEmpty()) {
            throw new ConfigurationException(
                    "checkpoint",
                    (step.isPresent() ? "of step " + step.getAsLong() + " does not exist" : "does not exist")
                            + " or is damaged; kept are the steps " + checkpoints());
        }
        try (AudioEncoder newest = newest(manager)) {
            NDManager own = manager.newSubManager();
            TrainingState state = TrainingState.random(config, newest.grid(), own);
            checkpoint.get().restore(state.model(), own);
            return new AudioEncoder(
                            newest.frontEnd(),
                            newest.normalization(),
                            state.model().encoder(),
                            own)
                    .withHeard(newest.heard());
        }
    }

    /**
     * The steps of the checkpoints that are kept.
     *
     * @return in rising order
     * @throws IOException if their folder cannot be read
     */
    public List<Long> checkpoints() throws IOException {
        return Checkpoint.steps(run.checkpoints());
    }

    /**
     * Removes all checkpoints but the newest. The caller must hold the run's lock.
     *
     * @throws IOException if one cannot be removed
     */
    public void keepNewest() throws IOException {
        Checkpoint.keepNewest(run.checkpoints());
    }
}

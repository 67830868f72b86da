package org.dapple.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.dapple.core.frontend.Normalization;
import org.dapple.data.batch.CropBatches;
import org.dapple.train.record.EncoderHealth;

/**
 * Regularly embeds the same few clips, with all patches visible, and warns if the embeddings of all patches nearly
 * coincide. It only reads: a run with it is bit-equal to one without.
 */
final class HealthCheck {
    private static final int CLIPS = 16;

    private final TrainingState state;
    private final CropBatches batches;
    private final Normalization normalization;
    private final PretrainingListener listener;
    private boolean warned;
    private boolean possible = true;

    HealthCheck(TrainingState state, CropBatches batches, Normalization normalization, PretrainingListener listener) {
        this.state = state;
        this.batches = batches;
        this.normalization = normalization;
        this.listener = listener;
    }

    /**
     * Checks the present state.
     *
     * @return finite numbers by name, for metrics; none if the rank is not finite or cannot be computed
     */
    Map<String, Double> look() throws IOException {
        if (!possible) {
            return Map.of();
        }
        try (NDManager scope = state.manager().newSubManager()) {
            NDArray tokens = state.features(normalization.apply(batches.specimen(scope, CLIPS)));
            EncoderHealth health = EncoderHealth.of(
                    tokens.reshape(new Shape(-1, tokens.getShape().get(2))));
            warn(health);
            return Double.isNaN(health.rankMe())
                    ? Map.of()
                    : Map.of("rank_me", health.rankMe(), "embedding_variance", health.variance());
        } catch (UnsupportedOperationException e) {
            possible = false;
            listener.warned("the rank of the embeddings is not measured: " + e.getMessage());
            return Map.of();
        }
    }

    private void warn(EncoderHealth health) {
        if (health.collapsed() && !warned) {
            listener.warned(String.format(
                    Locale.ROOT,
                    "after step %d the encoder hardly tells patches apart: effective rank %.2f (should be at least %.0f),"
                            + " variance %.2g (should be at least %.0e). If this persists, it has collapsed: lower"
                            + " base_learning_rate or choose another model",
                    state.step(),
                    health.rankMe(),
                    EncoderHealth.LEAST_RANK,
                    health.variance(),
                    EncoderHealth.LEAST_VARIANCE));
        }
        warned = health.collapsed();
    }
}

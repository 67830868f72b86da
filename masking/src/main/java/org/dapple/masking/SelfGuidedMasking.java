package org.dapple.masking;

import ai.djl.ndarray.NDArray;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.masking.partition.Partition;
import org.dapple.masking.partition.TokenSimilarity;

/**
 * Self-guided informed masking (SGIM): divides the model's own tokens into two halves and masks the patches that are
 * least similar to either centre. Sources: Shin et al., "Self-Guided Masked Autoencoders" (NeurIPS 2024), as in the DWM
 * paper's code (Niizumi et al., IJCNN 2026).
 *
 * <p>Needs {@link MaskInput#features}, which costs a forward pass over all patches at every step. The score is the
 * larger of the two similarities, so boundary patches are masked rather than one of the halves.
 *
 * @param ratio share of patches to mask, between 0 and 1, exclusive
 * @param partition how the tokens are divided
 * @param hint hint ratio over training: 0 follows the score, 1 is random masking
 */
public record SelfGuidedMasking(double ratio, Partition partition, HintSchedule hint) implements MaskingStrategy {

    /** Refuses a ratio outside (0, 1). */
    public SelfGuidedMasking {
        RandomMasking.requireRatio(ratio);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ConfigurationException if the input has no features
     */
    @Override
    public PatchMask mask(MaskInput input) {
        TokenFeatures features = input.features();
        if (features == null) {
            throw new ConfigurationException(
                    "strategy", "is self_guided, which needs a model: it works in training only, not on sound alone");
        }
        int visible = PatchMask.visibleCount(input.grid().count(), ratio);
        return MaskDrawing.draw(input, visible, scope -> {
            TokenSimilarity similarity = new TokenSimilarity(features.of(input.spectrograms()));
            NDArray scores = similarity.toNearerCentre(partition.sides(similarity), partition.epsilon());
            NDArray order = input.perMask(scores).argSort(1, false);
            return HintExchange.apply(order, visible, hint.at(input.progress()));
        });
    }
}

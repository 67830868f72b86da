package example;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.masking.MaskInput;
import org.dapple.masking.MaskingStrategy;

/**
 * Hides the loudest patches, so that a model has to predict loud from quiet.
 *
 * @param ratio share of patches to mask
 * @param chance standard deviation of the noise that is added to the loudness; 0: always the loudest
 */
public record LoudestMasking(double ratio, double chance) implements MaskingStrategy {

    /** How configurations write it: its keys and their defaults. */
    public static final Codec<LoudestMasking> CODEC = new Codec<>(
            LoudestMasking.class,
            settings -> new LoudestMasking(settings.number("ratio", 0.7), settings.number("chance", 1)),
            strategy -> Codec.keys("ratio", strategy.ratio(), "chance", strategy.chance()));

    public LoudestMasking {
        ConfigurationException.require(ratio > 0 && ratio < 1, "ratio", "be between 0 and 1, exclusive", ratio);
        ConfigurationException.require(chance >= 0, "chance", "be at least 0", chance);
    }

    @Override
    public PatchMask mask(MaskInput input) {
        NDManager outer = input.spectrograms().getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(input.spectrograms());
            NDArray patches = input.grid().patchify(input.spectrograms()); // [B, L, values]
            NDArray loudness = patches.mean(new int[] {2}).repeat(0, input.masksPerClip()); // [B · M, L]
            NDArray noise = scope.randomNormal(loudness.getShape()).mul(chance);
            NDArray ids = loudness.add(noise).argSort(1, true); // the quietest come first and stay visible
            ids.attach(outer);
            return new PatchMask(ids, PatchMask.visibleCount(input.grid().count(), ratio));
        }
    }
}

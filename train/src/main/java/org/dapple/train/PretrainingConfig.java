package org.dapple.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dapple.core.ConfigurationException;
import org.dapple.core.LogMel;
import org.dapple.core.Settings;
import org.dapple.core.ops.Precision;
import org.dapple.masking.MaskingStrategy;
import org.dapple.models.PretextRecipe;

/**
 * Everything that decides a pre-training run, apart from its data.
 *
 * @param seed of all randomness
 * @param recipe the pretext model
 * @param precision of its linear layers
 * @param initFrom a run, an encoder's folder or a file of weights that the encoder starts from; empty: from random
 *     weights
 * @param patchHeight mel bands in a patch
 * @param patchWidth frames in a patch
 * @param cropFrames length of a training crop; empty: chosen from the data ({@link CropLength})
 * @param masking which patches are hidden
 * @param batchSize clips in a step
 * @param maxSteps steps of the run; with {@code epochs} an upper limit
 * @param epochs passes over the data; empty: {@code maxSteps} alone decides
 * @param baseLearningRate peak rate for 256 clips; the rate used is base · B / 256
 * @param warmupShare share of the steps until the peak
 * @param weightDecay of matrices and tokens
 * @param clipNorm largest global gradient norm
 * @param housekeeping what changes nothing that is learned
 */
public record PretrainingConfig(
        long seed,
        PretextRecipe recipe,
        Precision precision,
        Optional<String> initFrom,
        int patchHeight,
        int patchWidth,
        OptionalInt cropFrames,
        MaskingStrategy masking,
        int batchSize,
        int maxSteps,
        OptionalInt epochs,
        double baseLearningRate,
        double warmupShare,
        double weightDecay,
        double clipNorm,
        Housekeeping housekeeping) {
    private static final String AUTO = "auto";
    private static final int BANDS = LogMel.standard().bands();
    private static final String WHOLE = "be at least 1";

    /** Checks every value. */
    public PretrainingConfig {
        ConfigurationException.require(
                patchHeight > 0 && BANDS % patchHeight == 0,
                "patch_height",
                "divide the " + BANDS + " mel bands",
                patchHeight);
        ConfigurationException.require(patchWidth > 0, "patch_width", WHOLE, patchWidth);
        ConfigurationException.require(
                cropFrames.isEmpty() || (cropFrames.getAsInt() > 0 && cropFrames.getAsInt() % patchWidth == 0),
                "crop_frames",
                "be a multiple of the patch width " + patchWidth + ", or auto",
                cropFrames.orElse(0));
        ConfigurationException.require(batchSize > 0, "batch_size", WHOLE, batchSize);
        ConfigurationException.require(maxSteps > 0, "max_steps", WHOLE, maxSteps);
        ConfigurationException.require(epochs.isEmpty() || epochs.getAsInt() > 0, "epochs", WHOLE, epochs.orElse(0));
        ConfigurationException.require(baseLearningRate > 0, "base_learning_rate", "be positive", baseLearningRate);
        ConfigurationException.require(
                warmupShare >= 0 && warmupShare < 1, "warmup_share", "be at least 0 and below 1", warmupShare);
        ConfigurationException.require(weightDecay >= 0, "weight_decay", "be at least 0", weightDecay);
        ConfigurationException.require(clipNorm > 0, "clip_norm", "be positive", clipNorm);
    }

    /**
     * Reads a configuration; missing keys get values that suit a small machine.
     *
     * @param settings the tree
     * @param catalogues the strategies and models that are known
     * @return the configuration
     * @throws ConfigurationException naming the key of a wrong value or an unknown key
     */
    public static PretrainingConfig read(Settings settings, Catalogues catalogues) {
        PretrainingConfig config = new PretrainingConfig(
                settings.longInteger("seed", 3),
                catalogues.recipes().read(settings),
                settings.choice("precision", Precision.FP32),
                settings.nested("init", section -> optional(section.text("from", ""))),
                settings.integer("patch_height", 16),
                settings.integer("patch_width", 16),
                settings.text("crop_frames", AUTO).equals(AUTO)
                        ? OptionalInt.empty()
                        : OptionalInt.of(settings.integer("crop_frames", 0)),
                settings.nested("masking", catalogues.masking()::read),
                settings.integer("batch_size", 32),
                settings.integer("max_steps", 1000),
                settings.has("epochs") ? OptionalInt.of(settings.integer("epochs", 0)) : OptionalInt.empty(),
                settings.number("base_learning_rate", 3e-3),
                settings.number("warmup_share", 0.1),
                settings.number("weight_decay", 0.05),
                settings.number("clip_norm", 3),
                Housekeeping.read(settings));
        settings.done();
        return config;
    }

    private static Optional<String> optional(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /**
     * The tree that {@link #read} reads back as an equal configuration.
     *
     * @param catalogues know the masking strategy and the model
     * @return every key with its value
     */
    public Map<String, Object> toSettings(Catalogues catalogues) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seed", seed);
        settings.putAll(catalogues.recipes().write(recipe));
        settings.put("precision", precision.toString());
        initFrom.ifPresent(source -> settings.put("init", Map.of("from", source)));
        settings.put("patch_height", patchHeight);
        settings.put("patch_width", patchWidth);
        settings.put("crop_frames", cropFrames.isPresent() ? cropFrames.getAsInt() : AUTO);
        settings.put("masking", catalogues.masking().write(masking));
        settings.put("batch_size", batchSize);
        settings.put("max_steps", maxSteps);
        epochs.ifPresent(value -> settings.put("epochs", value));
        settings.put("base_learning_rate", baseLearningRate);
        settings.put("warmup_share", warmupShare);
        settings.put("weight_decay", weightDecay);
        settings.put("clip_norm", clipNorm);
        settings.putAll(housekeeping.toSettings());
        return settings;
    }

    /**
     * The same run with other masks, for comparisons.
     *
     * @param strategy which patches are hidden
     * @return the other configuration
     */
    public PretrainingConfig withMasking(MaskingStrategy strategy) {
        return new PretrainingConfig(
                seed,
                recipe,
                precision,
                initFrom,
                patchHeight,
                patchWidth,
                cropFrames,
                strategy,
                batchSize,
                maxSteps,
                epochs,
                baseLearningRate,
                warmupShare,
                weightDecay,
                clipNorm,
                housekeeping);
    }

    /**
     * The steps of a run.
     *
     * @param stepsPerEpoch batches in an epoch
     * @return at least 1
     */
    public int steps(int stepsPerEpoch) {
        return (int) Math.min(maxSteps, (long) epochs.orElse(maxSteps) * stepsPerEpoch);
    }

    /**
     * The learning rates of a run.
     *
     * @param steps of the run
     * @param clipsPerStep B
     * @return rates by step
     */
    CosineSchedule schedule(int steps, int clipsPerStep) {
        return new CosineSchedule(baseLearningRate * clipsPerStep / 256, 0, Math.floor(warmupShare * steps), steps);
    }
}

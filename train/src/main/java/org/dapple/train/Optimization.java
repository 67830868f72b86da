package org.dapple.train;

import java.util.Map;
import java.util.OptionalInt;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.batch.EpochCrops;
import org.dapple.train.optim.CosineSchedule;

/**
 * How parameters are learned: batches, steps, learning rate, weight decay. Source: MAE, M2D (the rate grows with the
 * batch, linear warm-up, then half a cosine).
 *
 * @param batchSize B, clips in a forward pass
 * @param accumulate batches whose gradients are averaged in a step, without needing more memory
 * @param maxSteps steps of the run; with {@code epochs} an upper limit
 * @param epochs passes over the data; empty: {@code maxSteps} alone decides
 * @param baseLearningRate peak rate for 256 clips; the rate used is base · clips of a step / 256
 * @param warmupShare share of the steps before the peak
 * @param weightDecay for matrices and tokens
 * @param clipNorm largest global gradient norm
 */
public record Optimization(
        int batchSize,
        int accumulate,
        int maxSteps,
        OptionalInt epochs,
        double baseLearningRate,
        double warmupShare,
        double weightDecay,
        double clipNorm) {
    private static final String WHOLE = "be at least 1";
    private static final String BATCH_SIZE = "batch_size";
    private static final String ACCUMULATE = "accumulate";
    private static final String MAX_STEPS = "max_steps";
    private static final String EPOCHS = "epochs";
    private static final String BASE_LEARNING_RATE = "base_learning_rate";
    private static final String WARMUP_SHARE = "warmup_share";
    private static final String WEIGHT_DECAY = "weight_decay";
    private static final String CLIP_NORM = "clip_norm";

    /** Checks every value. */
    public Optimization {
        ConfigurationException.require(batchSize > 0, BATCH_SIZE, WHOLE, batchSize);
        ConfigurationException.require(accumulate > 0, ACCUMULATE, WHOLE, accumulate);
        ConfigurationException.require(maxSteps > 0, MAX_STEPS, WHOLE, maxSteps);
        ConfigurationException.require(epochs.isEmpty() || epochs.getAsInt() > 0, EPOCHS, WHOLE, epochs.orElse(0));
        ConfigurationException.require(baseLearningRate > 0, BASE_LEARNING_RATE, "be positive", baseLearningRate);
        ConfigurationException.require(
                warmupShare >= 0 && warmupShare < 1, WARMUP_SHARE, "be at least 0 and below 1", warmupShare);
        ConfigurationException.require(weightDecay >= 0, WEIGHT_DECAY, "be at least 0", weightDecay);
        ConfigurationException.require(clipNorm > 0, CLIP_NORM, "be positive", clipNorm);
    }

    /**
     * The steps of a run. A step that began in one epoch may end in the next.
     *
     * @param batchesPerEpoch batches in an epoch
     * @return at least 1
     */
    public int steps(int batchesPerEpoch) {
        long all = Math.max(1, (long) epochs.orElse(0) * batchesPerEpoch / accumulate);
        return epochs.isEmpty() ? maxSteps : (int) Math.min(maxSteps, all);
    }

    /**
     * The steps of a run, by the number of crops in an epoch ({@link EpochCrops}).
     *
     * @param crops of an epoch, at least 1
     * @return at least 1
     */
    public int stepsOn(long crops) {
        return steps(EpochCrops.batches(crops, batchSize));
    }

    /**
     * The learning rates of a run.
     *
     * @param steps of the run
     * @param clips in a batch; fewer than {@link #batchSize} for a small corpus
     * @return rates by step
     */
    CosineSchedule schedule(int steps, int clips) {
        double peak = baseLearningRate * ((double) clips * accumulate) / 256;
        return new CosineSchedule(peak, 0, Math.floor(warmupShare * steps), steps);
    }

    /** Reads these settings from among those of a run; missing keys get values that suit a small machine. */
    static Optimization read(Settings settings) {
        return new Optimization(
                settings.integer(BATCH_SIZE, 32),
                settings.integer(ACCUMULATE, 1),
                settings.integer(MAX_STEPS, 1000),
                settings.has(EPOCHS) ? OptionalInt.of(settings.integer(EPOCHS, 0)) : OptionalInt.empty(),
                settings.number(BASE_LEARNING_RATE, 3e-3),
                settings.number(WARMUP_SHARE, 0.1),
                settings.number(WEIGHT_DECAY, 0.05),
                settings.number(CLIP_NORM, 3));
    }

    /** Writes what {@link #read} reads back. */
    void write(Map<String, Object> settings) {
        settings.put(BATCH_SIZE, batchSize);
        settings.put(ACCUMULATE, accumulate);
        settings.put(MAX_STEPS, maxSteps);
        epochs.ifPresent(value -> settings.put(EPOCHS, value));
        settings.put(BASE_LEARNING_RATE, baseLearningRate);
        settings.put(WARMUP_SHARE, warmupShare);
        settings.put(WEIGHT_DECAY, weightDecay);
        settings.put(CLIP_NORM, clipNorm);
    }
}

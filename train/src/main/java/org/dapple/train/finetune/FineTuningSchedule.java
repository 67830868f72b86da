package org.dapple.train.finetune;

import java.util.Map;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.train.optim.CosineSchedule;

/**
 * Epochs, batches and learning rates. The rate rises linearly from 0 for some epochs, then falls as half a cosine; it
 * changes with every step.
 *
 * @param epochs passes over the training part
 * @param warmupEpochs epochs before the highest rate
 * @param batchSize B, the largest number of clips in a step
 * @param learningRate highest rate; not scaled by the batch size
 * @param minLearningRate rate at the end
 */
public record FineTuningSchedule(
        int epochs, double warmupEpochs, int batchSize, double learningRate, double minLearningRate) {
    private static final String EPOCHS = "epochs";
    private static final String WARMUP_EPOCHS = "warmup_epochs";
    private static final String BATCH_SIZE = "batch_size";
    private static final String LEARNING_RATE = "learning_rate";
    private static final String MIN_LEARNING_RATE = "min_learning_rate";
    private static final double WARMUP_SHARE = 0.1;

    /** Checks every value. */
    public FineTuningSchedule {
        ConfigurationException.require(epochs > 0, EPOCHS, "be at least 1", epochs);
        ConfigurationException.require(
                warmupEpochs >= 0 && warmupEpochs < epochs,
                WARMUP_EPOCHS,
                "be at least 0 and fewer than the " + epochs + " epochs",
                warmupEpochs);
        ConfigurationException.require(
                batchSize >= 2, BATCH_SIZE, "be at least 2, because features are normalised over a batch", batchSize);
        ConfigurationException.require(learningRate > 0, LEARNING_RATE, "be positive", learningRate);
        ConfigurationException.require(
                minLearningRate >= 0 && minLearningRate <= learningRate,
                MIN_LEARNING_RATE,
                "lie between 0 and the learning rate",
                minLearningRate);
    }

    /**
     * The steps of an epoch. Its clips are divided among them as evenly as possible, because batch normalisation would
     * treat a small last batch differently.
     *
     * @param clips of an epoch, at least 2
     * @return steps, none with fewer than two clips
     */
    int stepsPerEpoch(int clips) {
        return Math.min((clips + batchSize - 1) / batchSize, clips / 2);
    }

    /**
     * The learning rates by step.
     *
     * @param stepsPerEpoch steps of an epoch
     */
    CosineSchedule rates(int stepsPerEpoch) {
        return new CosineSchedule(
                learningRate, minLearningRate, warmupEpochs * stepsPerEpoch, (double) epochs * stepsPerEpoch);
    }

    /** Reads these settings from among those of a configuration. */
    static FineTuningSchedule read(Settings settings, double usualRate) {
        int epochs = settings.integer(EPOCHS, 30);
        double learningRate = settings.number(LEARNING_RATE, usualRate);
        return new FineTuningSchedule(
                epochs,
                settings.number(WARMUP_EPOCHS, WARMUP_SHARE * epochs),
                settings.integer(BATCH_SIZE, 32),
                learningRate,
                settings.number(MIN_LEARNING_RATE, Math.min(1e-7, learningRate)));
    }

    /** Writes what {@link #read} reads back. */
    void write(Map<String, Object> settings) {
        settings.put(EPOCHS, epochs);
        settings.put(WARMUP_EPOCHS, warmupEpochs);
        settings.put(BATCH_SIZE, batchSize);
        settings.put(LEARNING_RATE, learningRate);
        settings.put(MIN_LEARNING_RATE, minLearningRate);
    }
}

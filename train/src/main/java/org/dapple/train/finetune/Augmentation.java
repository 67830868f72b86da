package org.dapple.train.finetune;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.dapple.core.augment.Mixup;
import org.dapple.core.augment.RandomResizeCrop;
import org.dapple.core.augment.SpecAugment;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;

/**
 * Augmentation of training clips, in this order: mixup of waveforms, front end and normalisation (or mixup after them),
 * SpecAugment, random resize and crop. Source: EVAR's fine-tuning.
 *
 * @param mixup α; 0 for none
 * @param mixupOn what is mixed
 * @param frequency widest band that SpecAugment hides, in mel bands; 0 for none
 * @param time longest stretch that SpecAugment hides, in frames; 0 for none
 * @param randomResizeCrop whether spectrograms are shifted and stretched
 */
public record Augmentation(double mixup, MixupOn mixupOn, int frequency, int time, boolean randomResizeCrop) {
    private static final String MIXUP = "mixup";
    private static final String MIXUP_ON = "mixup_on";
    private static final String SPEC_AUGMENT = "spec_augment";
    private static final String FREQUENCY = "frequency";
    private static final String TIME = "time";
    private static final String RANDOM_RESIZE_CROP = "random_resize_crop";

    /** What mixup mixes. */
    public enum MixupOn {
        /** Waveforms. */
        WAVEFORM,
        /** Logarithmic spectrograms, as the reference does for AudioSet. */
        LOG_MEL
    }

    /** Checks the ranges. */
    public Augmentation {
        ConfigurationException.require(mixup >= 0 && mixup <= 1, MIXUP, "lie between 0 and 1", mixup);
        ConfigurationException.require(frequency >= 0, SPEC_AUGMENT + "." + FREQUENCY, "be at least 0", frequency);
        ConfigurationException.require(time >= 0, SPEC_AUGMENT + "." + TIME, "be at least 0", time);
    }

    /**
     * Augments a batch.
     *
     * @param waveforms [B, S]
     * @param targets [B, C]
     * @param frontEnd turns waveforms into normalised spectrograms [B, 1, bands, frames]
     * @param seeds of the fold
     * @param step number of the batch
     * @return spectrograms [B, 1, bands, frames] and targets [B, C]
     */
    Mixup.Mixed apply(NDArray waveforms, NDArray targets, UnaryOperator<NDArray> frontEnd, Seeds seeds, long step) {
        Mixup.Mixed sound = mixed(waveforms, targets, MixupOn.WAVEFORM, seeds, step);
        Mixup.Mixed batch = mixed(frontEnd.apply(sound.values()), sound.targets(), MixupOn.LOG_MEL, seeds, step);
        NDArray spectrograms = batch.values();
        if (frequency > 0 || time > 0) {
            spectrograms = new SpecAugment(frequency, time)
                    .apply(spectrograms, seeds.host(Seeds.Purpose.SPEC_AUGMENT, 0, step));
        }
        if (randomResizeCrop) {
            spectrograms =
                    RandomResizeCrop.standard().apply(spectrograms, seeds.host(Seeds.Purpose.RESIZE_CROP, 0, step));
        }
        return new Mixup.Mixed(spectrograms, batch.targets());
    }

    private Mixup.Mixed mixed(NDArray values, NDArray targets, MixupOn stage, Seeds seeds, long step) {
        return mixup > 0 && mixupOn == stage
                ? new Mixup(mixup).apply(values, targets, seeds.host(Seeds.Purpose.MIXUP, 0, step))
                : new Mixup.Mixed(values, targets);
    }

    /** Reads these settings from among those of a configuration. */
    static Augmentation read(Settings settings) {
        List<Integer> limits = settings.nested(
                SPEC_AUGMENT, section -> List.of(section.integer(FREQUENCY, 15), section.integer(TIME, 48)));
        return new Augmentation(
                settings.number(MIXUP, 0.3),
                settings.choice(MIXUP_ON, MixupOn.WAVEFORM),
                limits.get(0),
                limits.get(1),
                settings.flag(RANDOM_RESIZE_CROP, true));
    }

    /** Writes what {@link #read} reads back. */
    void write(Map<String, Object> settings) {
        settings.put(MIXUP, mixup);
        settings.put(MIXUP_ON, Settings.word(mixupOn));
        settings.put(SPEC_AUGMENT, Codec.keys(FREQUENCY, frequency, TIME, time));
        settings.put(RANDOM_RESIZE_CROP, randomResizeCrop);
    }
}

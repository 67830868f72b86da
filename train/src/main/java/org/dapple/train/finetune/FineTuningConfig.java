package org.dapple.train.finetune;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.dapple.core.ops.Precision;
import org.dapple.core.settings.Catalogue;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.masking.StructuredMasking;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.layers.NamedParameters;
import org.dapple.train.optim.Optimizer;

/**
 * Everything that decides a fine-tuning, apart from its encoder and its data.
 *
 * @param seed of all randomness
 * @param precision of the encoder's linear layers
 * @param seconds length to which clips are cut or padded; empty: chosen from the data by the caller
 * @param lastPatch treatment of frames that do not fill a patch
 * @param select the part that decides which epoch is kept
 * @param freeze names of parameters or of parts ({@code patch_embed}, {@code blocks.0}) that are not trained
 * @param optimizer turns gradients into updates
 * @param schedule epochs, batches and learning rates
 * @param sampling the clips of an epoch
 * @param augmentation of training clips
 * @param trainingMask hides patches of training clips inside the encoder. With it, the features of a clip are the mean
 *     of its visible patches, [D]; without it, the mean over time of its patch columns, [F · D]
 */
public record FineTuningConfig(
        long seed,
        Precision precision,
        OptionalDouble seconds,
        LastPatch lastPatch,
        Select select,
        List<String> freeze,
        Optimizer.Recipe optimizer,
        FineTuningSchedule schedule,
        EpochSampling sampling,
        Augmentation augmentation,
        Optional<StructuredMasking> trainingMask) {
    private static final String SECONDS = "seconds";
    private static final String FREEZE = "freeze";
    private static final String TRAINING_MASK = "training_mask";
    private static final String AS_PUBLISHED = "training_mask_as_published";
    private static final String AUTO = "auto";

    /** Checks what its parts do not and copies the list. */
    public FineTuningConfig {
        freeze = List.copyOf(freeze);
        ConfigurationException.require(
                seconds.isEmpty() || seconds.getAsDouble() > 0, SECONDS, "be positive, or auto", seconds.orElse(0));
    }

    /**
     * Reads a configuration; missing keys get values that suit a small encoder, a small set and a small machine.
     *
     * @param settings the tree
     * @param optimizers the optimisers that are known, for example {@link Optimizers#standard}
     * @return the configuration
     * @throws ConfigurationException naming the key of a wrong value or an unknown key
     */
    public static FineTuningConfig read(Settings settings, Catalogue<Optimizer.Recipe> optimizers) {
        Optimizer.Recipe optimizer = optimizers.read(settings);
        FineTuningConfig config = new FineTuningConfig(
                settings.longInteger("seed", 42),
                settings.choice("precision", Precision.FP32),
                settings.text(SECONDS, AUTO).equals(AUTO)
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(settings.number(SECONDS, 0)),
                settings.choice("last_patch", LastPatch.PAD),
                settings.choice("select", Select.VALID),
                words(settings.text(FREEZE, "")),
                optimizer,
                FineTuningSchedule.read(settings, Optimizers.usualRate(optimizer)),
                EpochSampling.read(settings),
                Augmentation.read(settings),
                mask(settings.number(TRAINING_MASK, 0.5), settings.flag(AS_PUBLISHED, false)));
        settings.done();
        return config;
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Optional<StructuredMasking> mask(double ratio, boolean asPublished) {
        ConfigurationException.require(
                ratio >= 0 && ratio < 1, TRAINING_MASK, "be at least 0 (none) and below 1", ratio);
        return ratio == 0 ? Optional.empty() : Optional.of(new StructuredMasking(ratio, asPublished));
    }

    /**
     * The tree that {@link #read} reads back as an equal configuration.
     *
     * @param optimizers know the optimiser
     * @return every key with its value
     */
    public Map<String, Object> toSettings(Catalogue<Optimizer.Recipe> optimizers) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seed", seed);
        settings.put("precision", precision.toString());
        settings.put(SECONDS, seconds.isPresent() ? seconds.getAsDouble() : AUTO);
        settings.put("last_patch", Settings.word(lastPatch));
        settings.put("select", Settings.word(select));
        settings.put(FREEZE, String.join(",", freeze));
        settings.putAll(optimizers.write(optimizer));
        schedule.write(settings);
        sampling.write(settings);
        augmentation.write(settings);
        settings.put(TRAINING_MASK, trainingMask.map(StructuredMasking::ratio).orElse(0.0));
        trainingMask.ifPresent(mask -> settings.put(AS_PUBLISHED, mask.referenceOrientation()));
        return settings;
    }

    /**
     * The same with another seed, for several runs.
     *
     * @param other the seed
     * @return the other configuration
     */
    public FineTuningConfig withSeed(long other) {
        return new FineTuningConfig(
                other,
                precision,
                seconds,
                lastPatch,
                select,
                freeze,
                optimizer,
                schedule,
                sampling,
                augmentation,
                trainingMask);
    }

    /**
     * Checks that an encoder has the frozen parts.
     *
     * @param encoder any
     * @throws ConfigurationException with the key {@code freeze} if it lacks one
     */
    public void requireParts(AudioEncoder encoder) {
        Set<String> names = NamedParameters.of(encoder.transformer()).keySet();
        for (String part : freeze) {
            ConfigurationException.require(
                    names.stream().anyMatch(name -> isPartOf(name, part)),
                    FREEZE,
                    "name parts of the encoder, for example patch_embed or blocks.0, separated by commas",
                    part);
        }
    }

    /** Whether a parameter of the encoder is not trained. */
    boolean freezes(String parameter) {
        return freeze.stream().anyMatch(part -> isPartOf(parameter, part));
    }

    private static boolean isPartOf(String parameter, String part) {
        return parameter.equals(part) || parameter.startsWith(part + ".");
    }

    /** {@return the name of the protocol in results, with the part that decided} */
    public String protocolName() {
        return select == Select.VALID
                ? "fine-tuning (version 2)"
                : "fine-tuning, best epoch chosen on test (version 2)";
    }
}

package org.dapple.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.ops.Precision;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.masking.MaskingStrategy;
import org.dapple.models.pretext.PretextRecipe;

/**
 * Everything that decides a pre-training run, apart from its data.
 *
 * @param seed of all randomness
 * @param recipe the pretext model
 * @param precision of its linear layers
 * @param initFrom a run, an encoder's folder or a file with the encoder's first weights; empty: random weights
 * @param input crops, patches and front end
 * @param masking which patches are hidden
 * @param optimization how parameters are learned
 * @param housekeeping settings that do not affect what is learned
 */
public record PretrainingConfig(
        long seed,
        PretextRecipe recipe,
        Precision precision,
        Optional<String> initFrom,
        TrainingInput input,
        MaskingStrategy masking,
        Optimization optimization,
        Housekeeping housekeeping) {

    /**
     * Reads a configuration; missing keys get values that suit a small machine.
     *
     * @param settings the tree
     * @param catalogues the strategies, models and front ends that are known
     * @return the configuration
     * @throws ConfigurationException naming the key of a wrong value or an unknown key
     */
    public static PretrainingConfig read(Settings settings, Catalogues catalogues) {
        PretrainingConfig config = new PretrainingConfig(
                settings.longInteger("seed", 3),
                catalogues.recipes().read(settings),
                settings.choice("precision", Precision.FP32),
                settings.nested("init", section -> optional(section.text("from", ""))),
                TrainingInput.read(settings, catalogues.frontEnds()),
                settings.nested("masking", catalogues.masking()::read),
                Optimization.read(settings),
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
     * @param catalogues know the masking strategy, the model and the front end
     * @return every key with its value
     */
    public Map<String, Object> toSettings(Catalogues catalogues) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("seed", seed);
        settings.putAll(catalogues.recipes().write(recipe));
        settings.put("precision", precision.toString());
        initFrom.ifPresent(source -> settings.put("init", Map.of("from", source)));
        input.write(settings, catalogues.frontEnds());
        settings.put("masking", catalogues.masking().write(masking));
        optimization.write(settings);
        settings.putAll(housekeeping.toSettings());
        return settings;
    }

    /**
     * The same run with another masking, for comparisons.
     *
     * @param strategy which patches are hidden
     * @return the other configuration
     */
    public PretrainingConfig withMasking(MaskingStrategy strategy) {
        return new PretrainingConfig(seed, recipe, precision, initFrom, input, strategy, optimization, housekeeping);
    }

    /**
     * The same run with the values that were chosen from the data, as {@code run.json} keeps it.
     *
     * @param chosen front end and crop length of the data
     * @return the complete configuration
     */
    public PretrainingConfig completedBy(TrainingInput chosen) {
        return new PretrainingConfig(
                seed, recipe, precision, initFrom, input.completedBy(chosen), masking, optimization, housekeeping);
    }
}

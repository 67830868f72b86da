package org.dapple.masking;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.dapple.core.Settings;
import org.dapple.masking.DispersionWeightedMasking.Sampling;

/** How Dapple's own strategies are written: keys and defaults. */
final class StandardCodecs {
    private static final double RATIO = 0.7;
    private static final double HINT = 0.5;
    private static final int BLOCK_SIZE = 5;
    private static final double ADJUST = 0.07;

    private StandardCodecs() {}

    static final MaskingCodec<RandomMasking> RANDOM = new MaskingCodec<>(
            RandomMasking.class,
            settings -> new RandomMasking(ratio(settings)),
            strategy -> keys("ratio", strategy.ratio()));

    static final MaskingCodec<DispersionWeightedMasking> DISPERSION_WEIGHTED = new MaskingCodec<>(
            DispersionWeightedMasking.class,
            settings -> new DispersionWeightedMasking(
                    ratio(settings),
                    settings.choice("dispersion", Dispersion.MAD),
                    settings.choice("sampling", Sampling.PROBABILISTIC),
                    HintSchedule.read(settings, "hint", HINT)),
            strategy -> keys(
                    "ratio", strategy.ratio(),
                    "dispersion", name(strategy.dispersion()),
                    "sampling", name(strategy.sampling()),
                    "hint", strategy.hint().toSetting()));

    static final MaskingCodec<InverseBlockMasking> INVERSE_BLOCK = new MaskingCodec<>(
            InverseBlockMasking.class,
            settings -> new InverseBlockMasking(ratio(settings), blockSize(settings), adjust(settings)),
            strategy ->
                    keys("ratio", strategy.ratio(), "block_size", strategy.blockSize(), "adjust", strategy.adjust()));

    static final MaskingCodec<BlockMasking> BLOCK = new MaskingCodec<>(
            BlockMasking.class,
            settings -> new BlockMasking(ratio(settings), blockSize(settings), adjust(settings)),
            strategy ->
                    keys("ratio", strategy.ratio(), "block_size", strategy.blockSize(), "adjust", strategy.adjust()));

    static final MaskingCodec<SelfGuidedMasking> SELF_GUIDED = new MaskingCodec<>(
            SelfGuidedMasking.class,
            settings -> new SelfGuidedMasking(
                    ratio(settings),
                    settings.choice("partition", Partition.PCA),
                    HintSchedule.read(settings, "hint", HINT)),
            strategy -> keys(
                    "ratio", strategy.ratio(),
                    "partition", name(strategy.partition()),
                    "hint", strategy.hint().toSetting()));

    static final MaskingCodec<TimeMasking> TIME = new MaskingCodec<>(
            TimeMasking.class,
            settings -> new TimeMasking(ratio(settings), settings.integer("width", 10)),
            strategy -> keys("ratio", strategy.ratio(), "width", strategy.width()));

    static final MaskingCodec<FrequencyMasking> FREQUENCY = new MaskingCodec<>(
            FrequencyMasking.class,
            settings -> new FrequencyMasking(ratio(settings), settings.integer("width", 1)),
            strategy -> keys("ratio", strategy.ratio(), "width", strategy.width()));

    static final MaskingCodec<StructuredMasking> STRUCTURED = new MaskingCodec<>(
            StructuredMasking.class,
            settings -> new StructuredMasking(ratio(settings), settings.flag("reference_orientation", false)),
            strategy -> keys("ratio", strategy.ratio(), "reference_orientation", strategy.referenceOrientation()));

    private static double ratio(Settings settings) {
        return settings.number("ratio", RATIO);
    }

    private static int blockSize(Settings settings) {
        return settings.integer("block_size", BLOCK_SIZE);
    }

    private static double adjust(Settings settings) {
        return settings.number("adjust", ADJUST);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> keys(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}

package org.dapple.masking;

import org.dapple.core.settings.Codec;
import org.dapple.core.settings.Settings;
import org.dapple.masking.DispersionWeightedMasking.Sampling;
import org.dapple.masking.partition.Partition;

/** The codecs of Dapple's own strategies: keys and defaults. */
final class StandardCodecs {
    private static final double RATIO = 0.7;
    private static final double HINT = 0.5;
    private static final int BLOCK_SIZE = 5;
    private static final double ADJUST = 0.07;

    private StandardCodecs() {}

    static final Codec<RandomMasking> RANDOM = new Codec<>(
            RandomMasking.class,
            settings -> new RandomMasking(ratio(settings)),
            strategy -> Codec.keys("ratio", strategy.ratio()));

    static final Codec<DispersionWeightedMasking> DISPERSION_WEIGHTED = new Codec<>(
            DispersionWeightedMasking.class,
            settings -> new DispersionWeightedMasking(
                    ratio(settings),
                    settings.choice("dispersion", Dispersion.MAD),
                    settings.choice("sampling", Sampling.PROBABILISTIC),
                    HintSchedule.read(settings, "hint", HINT)),
            strategy -> Codec.keys(
                    "ratio", strategy.ratio(),
                    "dispersion", Settings.word(strategy.dispersion()),
                    "sampling", Settings.word(strategy.sampling()),
                    "hint", strategy.hint().toSetting()));

    static final Codec<InverseBlockMasking> INVERSE_BLOCK = new Codec<>(
            InverseBlockMasking.class,
            settings -> new InverseBlockMasking(ratio(settings), blockSize(settings), adjust(settings)),
            strategy -> Codec.keys(
                    "ratio", strategy.ratio(), "block_size", strategy.blockSize(), "adjust", strategy.adjust()));

    static final Codec<BlockMasking> BLOCK = new Codec<>(
            BlockMasking.class,
            settings -> new BlockMasking(ratio(settings), blockSize(settings), adjust(settings)),
            strategy -> Codec.keys(
                    "ratio", strategy.ratio(), "block_size", strategy.blockSize(), "adjust", strategy.adjust()));

    static final Codec<SelfGuidedMasking> SELF_GUIDED = new Codec<>(
            SelfGuidedMasking.class,
            settings -> new SelfGuidedMasking(
                    ratio(settings),
                    settings.choice("partition", Partition.PCA),
                    HintSchedule.read(settings, "hint", HINT)),
            strategy -> Codec.keys(
                    "ratio", strategy.ratio(),
                    "partition", Settings.word(strategy.partition()),
                    "hint", strategy.hint().toSetting()));

    static final Codec<TimeMasking> TIME = new Codec<>(
            TimeMasking.class,
            settings -> new TimeMasking(ratio(settings), settings.integer("width", 10)),
            strategy -> Codec.keys("ratio", strategy.ratio(), "width", strategy.width()));

    static final Codec<FrequencyMasking> FREQUENCY = new Codec<>(
            FrequencyMasking.class,
            settings -> new FrequencyMasking(ratio(settings), settings.integer("width", 1)),
            strategy -> Codec.keys("ratio", strategy.ratio(), "width", strategy.width()));

    static final Codec<StructuredMasking> STRUCTURED = new Codec<>(
            StructuredMasking.class,
            settings -> new StructuredMasking(ratio(settings), settings.flag("reference_orientation", false)),
            strategy ->
                    Codec.keys("ratio", strategy.ratio(), "reference_orientation", strategy.referenceOrientation()));

    private static double ratio(Settings settings) {
        return settings.number("ratio", RATIO);
    }

    private static int blockSize(Settings settings) {
        return settings.integer("block_size", BLOCK_SIZE);
    }

    private static double adjust(Settings settings) {
        return settings.number("adjust", ADJUST);
    }
}

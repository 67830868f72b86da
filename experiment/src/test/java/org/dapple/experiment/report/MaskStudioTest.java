package org.dapple.experiment.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dapple.core.frontend.Waveform;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.masking.DispersionWeightedMasking;
import org.dapple.masking.HintSchedule;
import org.dapple.masking.MaskingStrategy;
import org.dapple.masking.RandomMasking;
import org.dapple.masking.SelfGuidedMasking;
import org.dapple.masking.partition.Partition;
import org.dapple.testing.LiveArrays;
import org.dapple.testing.WithManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskStudioTest extends WithManager {
    static List<MaskingStrategy> strategies() {
        return List.of(
                new RandomMasking(0.7),
                new DispersionWeightedMasking(0.7, HintSchedule.constant(0.5)),
                new SelfGuidedMasking(0.7, Partition.PCA, HintSchedule.constant(0.5)));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void moreDrawsHoldNoMoreArrays(MaskingStrategy strategy) {
        LiveArrays live = LiveArrays.of(manager);
        Waveform sound = new SyntheticCorpus(1).clip(0);
        MaskStudio studio = new MaskStudio(sound, manager);
        int before = live.now();
        int[] most = new int[2];
        for (int i = 0; i < 2; i++) {
            live.reset();
            studio.statistics(strategy, i == 0 ? 100 : 2000);
            most[i] = live.most();
        }
        assertTrue(most[0] > before);
        assertEquals(most[0], most[1], "at once, in 200 batches as in ten");
        assertEquals(before, live.now(), "left behind");
    }
}

package org.dapple.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.dapple.core.frontend.Waveform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyntheticCorpusTest {
    private final SyntheticCorpus corpus = new SyntheticCorpus(1);

    @Test
    void theSeedDecidesEverySample() {
        assertArrayEquals(
                corpus.clip(5).samples(), new SyntheticCorpus(1).clip(5).samples());
        assertNotEquals(
                corpus.clip(5).contentHash(), new SyntheticCorpus(2).clip(5).contentHash());
    }

    /** Frozen: whoever changes a sound has to raise the version and this value together. */
    @Test
    void theSoundsAreFrozen() {
        StringBuilder hashes = new StringBuilder();
        for (int i = 0; i < SoundClass.values().length; i++) {
            hashes.append(corpus.clip(i).contentHash(), 0, 4);
        }
        assertEquals(1, SyntheticCorpus.VERSION);
        assertEquals("4bd2d3b1c64568b067454dad68ef001ce93f1d5fd759905163ca2f5a", hashes.toString());
    }

    @ParameterizedTest
    @EnumSource
    void everyClassSoundsAndVaries(SoundClass soundClass) {
        Set<String> hashes = new HashSet<>();
        for (int index = 0; index < 8 * SoundClass.values().length; index++) {
            if (corpus.soundClass(index) != soundClass) {
                continue;
            }
            Waveform clip = corpus.clip(index);
            assertEquals(SyntheticCorpus.CLIP_SAMPLES, clip.samples().length);
            hashes.add(clip.contentHash());
            double energy = 0;
            for (float sample : clip.samples()) {
                assertTrue(Math.abs(sample) <= 1);
                assertEquals(sample * 32768, Math.rint(sample * 32768), "on the 16-bit grid");
                energy += sample * sample;
            }
            assertTrue(Math.sqrt(energy / clip.samples().length) > 1e-3, "audible");
        }
        assertEquals(8, hashes.size());
    }
}

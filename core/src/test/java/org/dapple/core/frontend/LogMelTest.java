package org.dapple.core.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.testing.Golden;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogMelTest extends WithManager {
    private final LogMel logMel = LogMel.standard();

    @ParameterizedTest
    @ValueSource(strings = {"chirp", "burst", "tone", "speech"})
    void equalsTheReference(String clip) {
        Golden golden = Golden.load(manager, "logmel.npz");
        NDArray actual = logMel.apply(golden.get("wav_" + clip).expandDims(0)).squeeze(0);
        Golden.assertClose("reference " + clip, golden.get("lms_" + clip), actual, 1e-3, 0);
        NDArray precise = golden.get("lms64_" + clip);
        Golden.assertClose("double precision " + clip, precise, actual, 5e-4, 0);
        NDArray loud = precise.gt(-12);
        Golden.assertClose("loud values " + clip, precise.get(loud), actual.get(loud), 3e-4, 0);
    }

    @Test
    void filtersAndWindowEqualTheReference() {
        Golden golden = Golden.load(manager, "logmel.npz");
        Golden.assertClose(
                "mel filters",
                golden.get("mel_basis"),
                manager.create(MelFilters.slaney(logMel), new Shape(80, 201)),
                1e-6,
                0);
        Golden.assertClose("window", golden.get("window"), manager.create(HannWindow.periodic(400)), 1e-6, 0);
    }

    @Test
    void digitalSilenceHasItsExactValue() {
        float[] silence = logMel.apply(manager.zeros(new Shape(2, 16000))).toFloatArray();
        assertEquals(2 * 80 * 101, silence.length);
        for (float value : silence) {
            assertEquals(-15.942385f, value, 1e-5f);
        }
    }

    @Test
    void aPureToneLandsInItsBand() {
        float[] tone = new float[16000];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) Math.sin(2 * Math.PI * 1000 * i / 16000);
        }
        NDArray column = logMel.apply(manager.create(tone).expandDims(0)).get(0).get(":, 50");
        double melOfTone = MelFilters.hertzToMel(1000);
        double lowest = MelFilters.hertzToMel(50);
        double highest = MelFilters.hertzToMel(8000);
        long expected = Math.round((melOfTone - lowest) / (highest - lowest) * 81) - 1;
        assertEquals((double) expected, (double) column.argMax().getLong(), 1);
    }

    @Test
    void countsFramesAndSamples() {
        assertEquals(101, logMel.frames(16000));
        assertEquals(201, logMel.frames(32000));
        assertEquals(208, logMel.frames(logMel.samples(208)));
    }

    @Test
    void refusesWhatItCannotReflect() {
        assertThrows(IllegalArgumentException.class, () -> logMel.apply(manager.zeros(new Shape(1, 200))));
        assertThrows(ConfigurationException.class, () -> new LogMel(16000, 400, 160, 80, 50, 9000));
    }
}

package org.dapple.core.frontend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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

class KaldiFbankTest extends WithManager {
    private final KaldiFbank fbank = KaldiFbank.standard();

    @ParameterizedTest
    @ValueSource(strings = {"chirp", "burst", "tone", "speech"})
    void equalsTheReference(String clip) {
        NDArray waveform = Golden.load(manager, "logmel.npz").get("wav_" + clip);
        NDArray expected = Golden.load(manager, "fbank_eat.npz").get("fbank_" + clip);
        NDArray centred = fbank.apply(waveform.sub(waveform.mean()).expandDims(0));
        assertReference(clip, expected.transpose(), centred.squeeze(0));
        NDArray asItIs = fbank.apply(waveform.expandDims(0));
        assertReference(clip + ", mean left in", expected.transpose(), asItIs.squeeze(0));
    }

    /**
     * Two thousandths, except where there is next to no power: there the reference shows the rounding errors of its
     * single-precision transform (another library's transform in single precision is as far away from it as ours in
     * double), which are some 1e-9 in power.
     */
    private static void assertReference(String what, NDArray expected, NDArray actual) {
        NDArray loud = expected.gt(-12);
        Golden.assertClose(what + ", loud", expected.get(loud), actual.get(loud), 2e-3, 0);
        Golden.assertClose(what + ", all", expected, actual, 2e-2, 0);
        Golden.assertClose(what + ", power", expected.exp(), actual.exp(), 5e-9, 2e-3);
    }

    @Test
    void theNormalisedInputEqualsTheReference() {
        NDArray waveform = Golden.load(manager, "logmel.npz").get("wav_chirp");
        NDArray expected = Golden.load(manager, "fbank_eat.npz").get("eat_input_chirp_first256");
        NDArray frames = fbank.apply(waveform.expandDims(0)).squeeze(0).transpose();
        NDArray padded = frames.concat(manager.zeros(new Shape(256 - 198, 128)));
        NDArray input = new Normalization(-4.268f, 2 * 4.569f).apply(padded);
        Golden.assertClose("EAT's input", expected, input, 2e-3, 0); // quiet values are divided by nine
    }

    @Test
    void aBatchIsItsClips() {
        NDArray waveforms = manager.randomUniform(-1, 1, new Shape(3, 5000));
        float[] second = fbank.apply(waveforms).get(1).toFloatArray();
        assertArrayEquals(second, fbank.apply(waveforms.get("1:2")).toFloatArray(), 1e-5f);
    }

    @Test
    void countsFramesAndSamples() {
        assertEquals(98, fbank.frames(16000));
        assertEquals(0, fbank.frames(399));
        assertEquals(1024, fbank.frames(fbank.samples(1024)));
        assertEquals(1023, fbank.frames(fbank.samples(1024) - 1));
        assertEquals(
                98, fbank.apply(manager.zeros(new Shape(1, 16000))).getShape().get(2));
        assertEquals(
                fbank.silence(),
                fbank.apply(manager.zeros(new Shape(1, 400))).max().getFloat(),
                1e-5f);
        assertThrows(IllegalArgumentException.class, () -> fbank.apply(manager.zeros(new Shape(1, 399))));
        assertThrows(ConfigurationException.class, () -> new KaldiFbank(16000, 400, 160, 256, 128, 20, 8000));
    }
}

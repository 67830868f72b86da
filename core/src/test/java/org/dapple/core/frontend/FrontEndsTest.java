package org.dapple.core.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of every front end of the catalogue. */
class FrontEndsTest extends WithManager {

    static Stream<FrontEnd> all() {
        return Stream.of(LogMel.standard(), LogMel.at(32000), KaldiFbank.standard());
    }

    @ParameterizedTest
    @MethodSource("all")
    void isReadAsItWasWritten(FrontEnd frontEnd) {
        Map<String, Object> written = FrontEnds.standard().write(frontEnd);
        Settings settings = new Settings(written);
        assertEquals(frontEnd, FrontEnds.standard().read(settings));
        settings.done();
        assertTrue(FrontEnds.standard().names().containsAll(List.of("logmel", "kaldi_fbank")));
    }

    @ParameterizedTest
    @MethodSource("all")
    void countsItsFrames(FrontEnd frontEnd) {
        for (int samples : new int[] {frontEnd.samples(7), frontEnd.samples(7) + 1, frontEnd.samples(8) - 1}) {
            NDArray spectrogram = frontEnd.apply(manager.zeros(new Shape(2, samples)));
            assertEquals(new Shape(2, frontEnd.bands(), 7), spectrogram.getShape());
            assertEquals(7, frontEnd.frames(samples));
            assertEquals(frontEnd.silence(), spectrogram.getFloat(1, 3, 3), 1e-5);
        }
    }

    /** What lets long recordings be worked through in pieces. */
    @ParameterizedTest
    @MethodSource("all")
    void theInnerFramesOfAPieceAreThoseOfTheWhole(FrontEnd frontEnd) {
        NDArray whole = manager.randomUniform(-1, 1, new Shape(1, frontEnd.samples(60)));
        NDArray expected = frontEnd.apply(whole);
        int hop = frontEnd.hop();
        NDArray piece = frontEnd.apply(whole.get(new NDIndex(":, {}:{}", 10 * hop, 10 * hop + frontEnd.samples(30))));
        int edge = frontEnd.edgeFrames();
        float[] inner = piece.get(new NDIndex(":, :, {}:{}", edge, 30 - edge)).toFloatArray();
        float[] same =
                expected.get(new NDIndex(":, :, {}:{}", 10 + edge, 40 - edge)).toFloatArray();
        for (int i = 0; i < inner.length; i++) {
            assertEquals(same[i], inner[i], 1e-4);
        }
    }

    @Test
    void theRateDecidesWhatIsNotGiven() {
        Settings settings = new Settings(Map.of("sample_rate", 32000, "bands", 64));
        assertEquals(
                new LogMel(32000, 800, 320, 64, 50, 16000), FrontEnds.standard().read(settings));
        assertThrows(
                ConfigurationException.class, () -> FrontEnds.standard().read(new Settings(Map.of("type", "mfcc"))));
    }
}

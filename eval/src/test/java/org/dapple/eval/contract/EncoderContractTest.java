package org.dapple.eval.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.dapple.core.files.Fingerprint;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.FrontEnds;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.eval.contract.EncoderContract.Finding;
import org.dapple.eval.embedding.ClipFeatures;
import org.dapple.eval.embedding.EncoderFeatures;
import org.dapple.eval.embedding.LogMelStatistics;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.VisionTransformer;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;

class EncoderContractTest extends WithManager {
    private static final String FINGERPRINT = new Fingerprint().add("features").finish();
    private static final LogMelStatistics STATISTICS = new LogMelStatistics(LogMel.standard());

    /** Features that are sound but for what a test changes. */
    private record Broken(int sampleRate, Supplier<String> name, UnaryOperator<NDArray> work) implements ClipFeatures {
        Broken(UnaryOperator<NDArray> work) {
            this(16000, () -> FINGERPRINT, work);
        }

        @Override
        public String fingerprint() {
            return name.get();
        }

        @Override
        public NDArray apply(NDArray waveforms) {
            return work.apply(waveforms);
        }
    }

    /** The only failed finding, which {@link EncoderContract#require} names. */
    private String failure(ClipFeatures features, String name) {
        return failure(features, name, 1);
    }

    private String failure(ClipFeatures features, String name, double seconds) {
        EncoderContract contract = EncoderContract.check(features, seconds, manager);
        List<Finding> failed = contract.findings().stream()
                .filter(finding -> !finding.passed())
                .toList();
        assertEquals(List.of(name), failed.stream().map(Finding::name).toList(), contract.toString());
        assertFalse(contract.isKept());
        String message =
                assertThrows(ConfigurationException.class, contract::require).getMessage();
        assertEquals(
                "encoder cannot be evaluated (" + name + "): " + failed.get(0).detail(), message);
        assertTrue(contract.toString().contains("FAILED  " + name + ": "), contract.toString());
        return failed.get(0).detail();
    }

    private AudioEncoder encoder(FrontEnd frontEnd) {
        Engine.getInstance().setRandomSeed(1);
        VisionTransformer transformer = new VisionTransformer(new ViTConfig(24, 2, 2), PatchGrid.of(80, 96, 16, 16));
        transformer.freezeParameters(true);
        transformer.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 80, 96));
        return new AudioEncoder(frontEnd, new Normalization(-7.1f, 4.2f), transformer, manager.newSubManager());
    }

    @Test
    void soundFeaturesPassAndSayWhatTheyAre() {
        EncoderContract statistics =
                EncoderContract.check(STATISTICS, 1, manager).require();
        assertTrue(statistics.isKept());
        assertTrue(statistics.toString().contains("ok      vectors: a clip of 1.0 s has 160 values"), "" + statistics);
        EncoderContract encoder =
                EncoderContract.check(encoder(LogMel.standard()), 2, manager).require();
        List<Finding> findings = encoder.findings();
        assertEquals(
                List.of("fingerprint", "sample rate", "vectors", "finite", "repeatable", "batch", "distinct", "frames"),
                findings.stream().map(Finding::name).toList());
        assertEquals("sound is taken at 16000 Hz", findings.get(1).detail());
        assertEquals(
                "one embedding every 160 ms (6.250 a second), 13 for 2.0 s; 0.9600 s are encoded at once, longer sounds"
                        + " piece by piece",
                findings.get(7).detail());
    }

    @Test
    void aSampleRateMustBePossible() {
        assertTrue(failure(new Broken(0, () -> FINGERPRINT, STATISTICS::apply), "sample rate")
                .contains("it is 0"));
    }

    @Test
    void aFingerprintMustBeOneAndStay() {
        int[] asked = {0};
        for (Supplier<String> name : List.<Supplier<String>>of(
                () -> "mine", () -> new Fingerprint().add("" + asked[0]++).finish(), () -> {
                    throw new IllegalArgumentException("no name");
                })) {
            failure(new Broken(16000, name, STATISTICS::apply), "fingerprint");
        }
    }

    @Test
    void everyClipMustHaveAVector() {
        assertTrue(failure(new Broken(waveforms -> waveforms.mean(new int[] {1})), "vectors")
                .contains("the result for 6 clips has the shape (6)"));
        assertTrue(failure(new Broken(waveforms -> STATISTICS.apply(waveforms).get(":1")), "vectors")
                .contains("(1, 160)"));
        assertTrue(failure(
                        new Broken(waveforms -> {
                            throw new IllegalStateException("out of tubes");
                        }),
                        "vectors")
                .endsWith("clips of 1.0 s cannot be embedded: out of tubes"));
    }

    @Test
    void silenceMustHaveFiniteValues() {
        Broken logarithm = new Broken(waveforms -> STATISTICS
                .apply(waveforms)
                .mul(waveforms.abs().max(new int[] {1}, true).log()));
        assertEquals("some values are not finite for silence", failure(logarithm, "finite"));
    }

    @Test
    void theSameClipsMustHaveTheSameValues() {
        int[] calls = {0};
        Broken remembering = new Broken(waveforms -> STATISTICS.apply(waveforms).add(1e-6f * calls[0]++));
        assertTrue(failure(remembering, "repeatable").contains("depends on earlier input"));
    }

    @Test
    void aVectorMustNotDependOnItsBatch() {
        Broken standardised = new Broken(waveforms -> {
            NDArray vectors = STATISTICS.apply(waveforms);
            return vectors.sub(vectors.mean(new int[] {0}, true).mul(0.01f));
        });
        failure(standardised, "batch");
        Broken placed = new Broken(waveforms -> STATISTICS
                .apply(waveforms)
                .add(waveforms
                        .getManager()
                        .arange(0f, (float) waveforms.getShape().get(0))
                        .expandDims(1)
                        .mul(0.01f)));
        assertTrue(failure(placed, "batch").contains("beside loud sounds differs by 0.0e+00"), "the first stays");
    }

    @Test
    void differentSoundsMustHaveDifferentVectors() {
        Broken collapsed =
                new Broken(waveforms -> STATISTICS.apply(waveforms).mul(1e-5f).add(1));
        assertTrue(failure(collapsed, "distinct").contains("for a quiet tone and full-scale noise, for a quiet tone"));
        failure(
                new Broken(waveforms -> waveforms
                        .getManager()
                        .zeros(new Shape(waveforms.getShape().get(0), 4))),
                "distinct");
        Broken deaf = new Broken(waveforms -> STATISTICS.apply(
                waveforms.mul(waveforms.abs().max(new int[] {1}, true).lt(0.8f))));
        assertEquals(
                "it has collapsed: nearly the same values for full-scale noise and a click", failure(deaf, "distinct"));
    }

    /** Says that there are half as many frames as there are. */
    private record Miscounting(LogMel inner) implements FrontEnd {
        @Override
        public int sampleRate() {
            return inner.sampleRate();
        }

        @Override
        public int bands() {
            return inner.bands();
        }

        @Override
        public int frames(int samples) {
            return inner.frames(samples) / 2;
        }

        @Override
        public int samples(int frames) {
            return inner.samples(frames);
        }

        @Override
        public int hop() {
            return inner.hop();
        }

        @Override
        public int edgeFrames() {
            return inner.edgeFrames();
        }

        @Override
        public float silence() {
            return inner.silence();
        }

        @Override
        public NDArray apply(NDArray waveforms) {
            return inner.apply(waveforms);
        }
    }

    @Test
    void thereMustBeAsManyFramesAsTheFrontEndSays() {
        Miscounting frontEnd = new Miscounting(LogMel.standard());
        Codec<Miscounting> codec = new Codec<>(Miscounting.class, settings -> frontEnd, made -> Codec.keys());
        EncoderFeatures features =
                new EncoderFeatures(encoder(frontEnd), FrontEnds.standard().with("miscounting", codec));
        assertTrue(failure(features, "frames").contains("the embeddings over time are (1, 7, 120) for 1.0 s"));
    }

    @Test
    void clipsMayBeShorterThanAWindow() {
        List<Finding> findings = EncoderContract.check(encoder(LogMel.standard()), 0.001, manager)
                .findings();
        assertTrue(findings.stream().anyMatch(finding -> finding.name().equals("finite") && finding.passed()));
        String detail = failure(new Broken(STATISTICS::apply), "vectors", 0.001);
        assertTrue(detail.contains("S at least 201 samples"), detail);
    }
}

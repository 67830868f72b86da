package org.dapple.core.frontend;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.dapple.core.ops.Elementary;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;

/**
 * The log-mel filter bank of AudioMAE and EAT, as Kaldi defines it: only frames inside the sound, mean of each frame
 * removed, pre-emphasis 0.97, symmetric Hann window, power spectrum, triangles on Kaldi's mel scale, ln(max(x,
 * 1.1920929e-7)). Sources: Huang et al., "Masked Autoencoders that Listen" (NeurIPS 2022), section 4.1; Chen et al.,
 * "EAT" (IJCAI 2024).
 *
 * <p>Equal to the reference up to the rounding of its single-precision transform. The rounding is visible next to loud
 * partials in bands of almost no power: up to 0.02 below -12, less than 0.002 above. The papers subtract the mean of a
 * clip first; that cancels with the mean of each frame, so it is omitted here.
 *
 * @param sampleRate in Hz
 * @param window samples of a frame
 * @param hop samples between frames
 * @param transform samples of the Fourier transform; frames are padded with zeros
 * @param bands mel bands
 * @param lowestHz lower edge of the first band
 * @param highestHz upper edge of the last band
 */
public record KaldiFbank(
        int sampleRate, int window, int hop, int transform, int bands, double lowestHz, double highestHz)
        implements FrontEnd {
    private static final double PRE_EMPHASIS = 0.97;
    private static final float EPSILON = 1.1920929e-7f;

    /** Refuses sizes that are not positive, and band edges out of order. */
    public KaldiFbank {
        ConfigurationException.require(sampleRate > 0, "sample_rate", "be positive", sampleRate);
        ConfigurationException.require(window > 1, "window", "be at least 2", window);
        ConfigurationException.require(hop > 0, "hop", "be positive", hop);
        ConfigurationException.require(
                transform >= window && transform % 2 == 0, "transform", "be even and at least the window", transform);
        ConfigurationException.require(bands > 0, "bands", "be positive", bands);
        ConfigurationException.require(lowestHz >= 0, "lowest_hz", "be at least 0", lowestHz);
        ConfigurationException.require(
                highestHz > lowestHz && highestHz <= sampleRate / 2.0,
                "highest_hz",
                "lie between lowest_hz and half the sample rate",
                highestHz);
    }

    /** {@return the published setting: 16 kHz, 25 ms windows every 10 ms, 128 bands from 20 to 8000 Hz} */
    public static KaldiFbank standard() {
        return new KaldiFbank(16000, 400, 160, 512, 128, 20, 8000);
    }

    /**
     * Reads a front end.
     *
     * @param settings the keys of {@link #toSettings}; missing ones as in {@link #standard}
     * @return the front end
     */
    public static KaldiFbank read(Settings settings) {
        KaldiFbank standard = standard();
        return new KaldiFbank(
                settings.integer("sample_rate", standard.sampleRate),
                settings.integer("window", standard.window),
                settings.integer("hop", standard.hop),
                settings.integer("transform", standard.transform),
                settings.integer("bands", standard.bands),
                settings.number("lowest_hz", standard.lowestHz),
                settings.number("highest_hz", standard.highestHz));
    }

    /** {@return settings that {@link #read} accepts} */
    public Map<String, Object> toSettings() {
        return Codec.keys(
                "sample_rate", sampleRate,
                "window", window,
                "hop", hop,
                "transform", transform,
                "bands", bands,
                "lowest_hz", lowestHz,
                "highest_hz", highestHz);
    }

    @Override
    public int frames(int samples) {
        return samples < window ? 0 : 1 + (samples - window) / hop;
    }

    @Override
    public int samples(int frames) {
        return (frames - 1) * hop + window;
    }

    /** No frame crosses the edge of a sound. */
    @Override
    public int edgeFrames() {
        return 0;
    }

    @Override
    public float silence() {
        return (float) Math.log(EPSILON);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the waveforms are shorter than a window
     */
    @Override
    public NDArray apply(NDArray waveforms) {
        Shape shape = waveforms.getShape();
        if (shape.dimension() != 2 || shape.get(1) < window) {
            throw new IllegalArgumentException(
                    "waveforms must be [B, S] with S at least " + window + " samples; they are " + shape);
        }
        NDManager outer = waveforms.getManager();
        try (NDManager scope = outer.newSubManager()) {
            FrontEndArrays constants = FrontEndArrays.of(this, waveforms, this::constants);
            // Double precision up to the power, as in LogMel.
            NDArray input = waveforms.toType(DataType.FLOAT64, true);
            input.attach(scope);
            NDArray framed = framed(input); // [B, frames, window]
            NDArray centred = framed.sub(framed.mean(new int[] {2}, true));
            NDArray before = centred.get(new NDIndex(":, :, :1")).concat(centred.get(new NDIndex(":, :, :-1")), 2);
            NDArray emphasised = centred.sub(before.mul(PRE_EMPHASIS));
            NDArray spectrum =
                    emphasised.mul(constants.window()).rfft(transform, 2); // complex [B, frames, transform/2+1]
            NDArray mel = PowerSpectrum.of(spectrum).matMul(constants.filters());
            NDArray result = Elementary.log(mel.maximum(EPSILON)).transpose(0, 2, 1);
            result.attach(outer);
            return result;
        }
    }

    private FrontEndArrays constants(NDManager manager) {
        NDArray filters = manager.create(KaldiFilters.of(this), new Shape(transform / 2 + 1, bands));
        return new FrontEndArrays(manager.create(HannWindow.symmetric(window)), filters);
    }

    /** [B, S] to [B, frames, window], built from pieces of one hop each, so that no index array is needed. */
    private NDArray framed(NDArray input) {
        long batch = input.getShape().get(0);
        long frames = frames((int) input.getShape().get(1));
        int pieces = (window + hop - 1) / hop;
        NDArray padded = input.concat(input.getManager().zeros(new Shape(batch, hop), DataType.FLOAT64), 1);
        NDList parts = new NDList();
        for (int piece = 0; piece < pieces; piece++) {
            long start = (long) piece * hop;
            int width = Math.min(hop, window - piece * hop);
            parts.add(padded.get(new NDIndex(":, {}:{}", start, start + frames * hop))
                    .reshape(batch, frames, hop)
                    .get(new NDIndex(":, :, :{}", width)));
        }
        return NDArrays.concat(parts, 2);
    }
}

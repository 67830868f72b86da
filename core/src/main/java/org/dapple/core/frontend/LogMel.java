package org.dapple.core.frontend;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.dapple.core.ops.Elementary;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;

/**
 * The log-mel spectrogram of M2D and MSM-MAE: periodic Hann window, centred frames with reflected edges, power
 * spectrum, Slaney mel bands normalised by area, ln(x + 1.1920929e-7). Source: Niizumi et al., "Masked Modeling Duo"
 * (ICASSP 2023), section on the audio front end.
 *
 * <p>Equal to the reference up to single-precision rounding; digital silence gives -15.942385.
 *
 * @param sampleRate in Hz
 * @param window samples of the window and of the Fourier transform
 * @param hop samples between frames
 * @param bands mel bands
 * @param lowestHz lower edge of the first band
 * @param highestHz upper edge of the last band
 */
public record LogMel(int sampleRate, int window, int hop, int bands, double lowestHz, double highestHz)
        implements FrontEnd {

    /** Keeps the logarithm of silence finite; the spacing of float32 at 1. */
    private static final float EPSILON = 1.1920929e-7f;

    /** Refuses sizes that are not positive, and band edges out of order. */
    public LogMel {
        ConfigurationException.require(sampleRate > 0, "sample_rate", "be positive", sampleRate);
        ConfigurationException.require(window > 1, "window", "be at least 2", window);
        ConfigurationException.require(hop > 0, "hop", "be positive", hop);
        ConfigurationException.require(bands > 0, "bands", "be positive", bands);
        ConfigurationException.require(lowestHz >= 0, "lowest_hz", "be at least 0", lowestHz);
        ConfigurationException.require(
                highestHz > lowestHz && highestHz <= sampleRate / 2.0,
                "highest_hz",
                "lie between lowest_hz and half the sample rate",
                highestHz);
    }

    /** {@return the published setting: 16 kHz, 25 ms windows every 10 ms, 80 bands from 50 to 8000 Hz} */
    public static LogMel standard() {
        return at(16000);
    }

    /**
     * The same setting for another rate: 25 ms windows every 10 ms, 80 bands from 50 Hz to half the rate. M2D publishes
     * models for 32 kHz (window 800, hop 320, up to 16 kHz).
     *
     * @param sampleRate in Hz
     * @return the front end
     */
    public static LogMel at(int sampleRate) {
        return new LogMel(sampleRate, sampleRate / 40, sampleRate / 100, 80, 50, sampleRate / 2.0);
    }

    /**
     * Reads a front end.
     *
     * @param settings the keys of {@link #toSettings}; missing ones as in {@link #at}, a missing rate as in
     *     {@link #standard}
     * @return the front end
     */
    public static LogMel read(Settings settings) {
        int sampleRate = settings.integer("sample_rate", 16000);
        ConfigurationException.require(sampleRate >= 1000, "sample_rate", "be at least 1000", sampleRate);
        LogMel usual = at(sampleRate);
        return new LogMel(
                sampleRate,
                settings.integer("window", usual.window),
                settings.integer("hop", usual.hop),
                settings.integer("bands", usual.bands),
                settings.number("lowest_hz", usual.lowestHz),
                settings.number("highest_hz", usual.highestHz));
    }

    /** {@return settings that {@link #read} accepts} */
    public Map<String, Object> toSettings() {
        return Codec.keys(
                "sample_rate", sampleRate,
                "window", window,
                "hop", hop,
                "bands", bands,
                "lowest_hz", lowestHz,
                "highest_hz", highestHz);
    }

    @Override
    public int frames(int samples) {
        return 1 + samples / hop;
    }

    @Override
    public int samples(int frames) {
        return (frames - 1) * hop;
    }

    /** Frames are centred, so those within half a window of an edge contain reflected sound. */
    @Override
    public int edgeFrames() {
        return (window / 2 + hop - 1) / hop;
    }

    @Override
    public float silence() {
        return (float) Math.log(EPSILON);
    }

    /** {@return the peak of each band's triangle in Hz, ascending, for axes} */
    public double[] bandHz() {
        return MelFilters.centres(this);
    }

    /** {@return the mel filters, row-major [bands, window / 2 + 1]} */
    public float[] melFilters() {
        return MelFilters.slaney(this);
    }

    /** {@return the shortest length of a waveform, in samples, that can be reflected at its edges} */
    public int shortest() {
        return window / 2 + 1;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the waveforms are shorter than {@link #shortest}
     */
    @Override
    public NDArray apply(NDArray waveforms) {
        Shape shape = waveforms.getShape();
        if (shape.dimension() != 2 || shape.get(1) < shortest()) {
            throw new IllegalArgumentException(
                    "waveforms must be [B, S] with S at least " + shortest() + " samples; they are " + shape);
        }
        try (NDManager scope = waveforms.getManager().newSubManager()) {
            FrontEndArrays constants = FrontEndArrays.of(this, waveforms, this::constants);
            // Double precision up to the power: next to a loud partial, a single-precision transform errs by 6e-4.
            NDArray input = waveforms.toType(DataType.FLOAT64, true);
            input.attach(scope);
            NDArray spectrum = input.stft(window, hop, true, constants.window(), true); // complex [B, bins, frames]
            // Frames first, in memory order: that halves the time.
            NDArray power = PowerSpectrum.of(spectrum.transpose(0, 2, 1));
            NDArray mel = power.matMul(constants.filters());
            NDArray result = Elementary.log(mel.addi(EPSILON)).transpose(0, 2, 1);
            result.attach(waveforms.getManager());
            return result;
        }
    }

    private FrontEndArrays constants(NDManager manager) {
        NDArray filters = manager.create(melFilters(), new Shape(bands, window / 2 + 1));
        return new FrontEndArrays(manager.create(HannWindow.periodic(window)), filters.transpose());
    }
}

package org.dapple.core;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The log-mel spectrogram of M2D and MSM-MAE: periodic Hann window, centred frames with reflected edges, power
 * spectrum, Slaney mel bands normalised by area, ln(x + 1.1920929e-7). Source: Niizumi et al., "Masked Modeling Duo"
 * (ICASSP 2023), section on the audio front end.
 *
 * <p>Equal to the reference up to single-precision rounding; digital silence gives -15.942385.
 *
 * @param sampleRate in Hz
 * @param window samples of a window and of the Fourier transform
 * @param hop samples between frames
 * @param bands mel bands
 * @param lowestHz lower edge of the first band
 * @param highestHz upper edge of the last band
 */
public record LogMel(int sampleRate, int window, int hop, int bands, double lowestHz, double highestHz)
        implements FrontEnd {

    /** Keeps the logarithm of silence finite; the spacing of float32 at 1. */
    private static final float EPSILON = 1.1920929e-7f;

    /** Checks sizes and band edges. */
    public LogMel {
        ConfigurationException.require(sampleRate > 0, "sampleRate", "be positive", sampleRate);
        ConfigurationException.require(window > 1, "window", "be at least 2", window);
        ConfigurationException.require(hop > 0, "hop", "be positive", hop);
        ConfigurationException.require(bands > 0, "bands", "be positive", bands);
        ConfigurationException.require(lowestHz >= 0, "lowestHz", "be at least 0", lowestHz);
        ConfigurationException.require(
                highestHz > lowestHz && highestHz <= sampleRate / 2.0,
                "highestHz",
                "lie between lowestHz and half the sample rate",
                highestHz);
    }

    /** {@return the published setting: 16 kHz, 25 ms windows every 10 ms, 80 bands from 50 to 8000 Hz} */
    public static LogMel standard() {
        return new LogMel(16000, 400, 160, 80, 50, 8000);
    }

    /**
     * Reads a front end.
     *
     * @param settings the keys of {@link #toSettings}; missing ones as in {@link #standard}
     * @return the front end
     */
    public static LogMel read(Settings settings) {
        LogMel standard = standard();
        return new LogMel(
                settings.integer("sample_rate", standard.sampleRate),
                settings.integer("window", standard.window),
                settings.integer("hop", standard.hop),
                settings.integer("bands", standard.bands),
                settings.number("lowest_hz", standard.lowestHz),
                settings.number("highest_hz", standard.highestHz));
    }

    /** {@return what {@link #read} reads back} */
    public Map<String, Object> toSettings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sample_rate", sampleRate);
        settings.put("window", window);
        settings.put("hop", hop);
        settings.put("bands", bands);
        settings.put("lowest_hz", lowestHz);
        settings.put("highest_hz", highestHz);
        return settings;
    }

    @Override
    public int frames(int samples) {
        return 1 + samples / hop;
    }

    @Override
    public int samples(int frames) {
        return (frames - 1) * hop;
    }

    /** {@return the peak of each band's triangle in Hz, rising: for axes} */
    public double[] bandHz() {
        return MelFilters.centres(this);
    }

    /** {@return the shortest waveform that can be reflected at its edges} */
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
            // Double precision up to the power: next to a loud partial, a single-precision transform is wrong by 6e-4.
            NDArray input = waveforms.toType(DataType.FLOAT64, true);
            input.attach(scope);
            NDArray hann = scope.create(HannWindow.periodic(window));
            NDArray spectrum = input.stft(window, hop, true, hann, true); // complex [B, window/2+1, frames]
            NDArray power = spectrum.real().square().sum(new int[] {-1}); // over (real, imaginary)
            NDArray basis = scope.create(MelFilters.slaney(this), new Shape(bands, window / 2 + 1));
            NDArray mel = basis.matMul(power.toType(DataType.FLOAT32, false));
            NDList result = new NDList(mel.add(EPSILON).log());
            result.attach(waveforms.getManager());
            return result.singletonOrThrow();
        }
    }
}

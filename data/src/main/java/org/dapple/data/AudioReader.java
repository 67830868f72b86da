package org.dapple.data;

import java.io.IOException;
import java.nio.file.Path;
import org.dapple.core.ConfigurationException;
import org.dapple.core.Waveform;

/**
 * Reads any audio file as a waveform that a front end can take: mono, at one rate, finite, not empty.
 *
 * @param decoders the formats that are known
 * @param sampleRate of the waveforms, in Hz
 */
public record AudioReader(AudioDecoders decoders, int sampleRate) {
    /** Rates outside are mistakes in a header, and would blow up a small file or the filter that resamples it. */
    private static final int LOWEST_RATE = 1000;

    private static final int HIGHEST_RATE = 1_000_000;
    /** Above it, the power spectrum of a window overflows single precision. */
    private static final double LOUDEST = 1e15;

    /** Checks the rate. */
    public AudioReader {
        ConfigurationException.require(sampleRate > 0, "sampleRate", "be positive", sampleRate);
    }

    /** {@return a reader of the standard formats at 16 kHz} */
    public static AudioReader standard() {
        return new AudioReader(AudioDecoders.standard(), 16000);
    }

    /**
     * Reads a file.
     *
     * @param file recognised by its content
     * @return at least one sample, all finite, at {@link #sampleRate}
     * @throws UnreadableAudioException if the content is not such a sound
     * @throws IOException if the file cannot be read
     */
    public Waveform read(Path file) throws IOException {
        Waveform waveform = decoders.decode(file);
        if (waveform.samples().length == 0) {
            throw new UnreadableAudioException(file, "it holds no samples");
        }
        if (waveform.sampleRate() < LOWEST_RATE || waveform.sampleRate() > HIGHEST_RATE) {
            throw new UnreadableAudioException(
                    file,
                    "its sample rate of " + waveform.sampleRate() + " Hz is outside the " + LOWEST_RATE + " to "
                            + HIGHEST_RATE + " Hz of audio; correct its header");
        }
        requireFinite(waveform.samples(), file);
        return new Resampler(sampleRate).apply(waveform);
    }

    private static void requireFinite(float[] samples, Path file) throws UnreadableAudioException {
        for (int i = 0; i < samples.length; i++) {
            if (!(Math.abs(samples[i]) <= LOUDEST)) { // also catches NaN
                throw new UnreadableAudioException(
                        file, "its sample " + i + " is " + samples[i] + ", which is no amplitude");
            }
        }
    }
}

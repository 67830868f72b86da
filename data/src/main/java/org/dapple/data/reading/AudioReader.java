package org.dapple.data.reading;

import java.io.IOException;
import java.nio.file.Path;
import org.dapple.core.files.ContentHash;
import org.dapple.core.frontend.Waveform;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.audio.CheckedStream;
import org.dapple.data.audio.SampleStream;
import org.dapple.data.audio.UnreadableAudioException;

/**
 * Reads any audio file as a waveform for a front end: mono, at one rate, finite, not empty.
 *
 * @param decoders decoders of the known formats
 * @param sampleRate sample rate of the waveforms, in Hz
 */
public record AudioReader(AudioDecoders decoders, int sampleRate) {
    /** Rates outside this range are header errors, and would inflate a small file or its resampling filter. */
    private static final int LOWEST_RATE = 1000;

    private static final int HIGHEST_RATE = 1_000_000;

    /** Refuses a rate that is not positive. */
    public AudioReader {
        ConfigurationException.require(sampleRate > 0, "sample_rate", "be positive", sampleRate);
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
        requireRate(waveform.sampleRate(), file);
        CheckedStream.require(waveform.samples(), 0, waveform.samples().length, 0, file);
        return new Resampler(sampleRate).apply(waveform);
    }

    /**
     * Reads a file piece by piece, for recordings that do not fit in memory.
     *
     * @param file recognised by its content
     * @return the same samples as {@link #read} gives, for a file of any length
     * @throws UnreadableAudioException as {@link #read}; errors further on are thrown when reading
     * @throws IOException if the file cannot be read
     */
    public SampleStream open(Path file) throws IOException {
        SampleStream stream = decoders.open(file);
        try {
            requireRate(stream.sampleRate(), file);
        } catch (IOException e) {
            stream.close();
            throw e;
        }
        SampleStream checked = new CheckedStream(stream, file);
        return stream.sampleRate() == sampleRate ? checked : new ResampledStream(checked, sampleRate);
    }

    /**
     * The fingerprint of a file's sound, by which runs and stores recognise it.
     *
     * @param file recognised by its content
     * @return the same fingerprint as from {@link PieceReader}
     * @throws UnreadableAudioException if the content is not such a sound
     * @throws IOException if the file cannot be read
     */
    public String contentHash(Path file) throws IOException {
        try (SampleStream stream = open(file)) {
            ContentHash hash = new ContentHash(sampleRate);
            float[] block = new float[sampleRate];
            for (int count = stream.fill(block); count > 0; count = stream.fill(block)) {
                hash.add(block, count);
            }
            return hash.finish();
        }
    }

    private static void requireRate(int rate, Path file) throws UnreadableAudioException {
        if (rate < LOWEST_RATE || rate > HIGHEST_RATE) {
            throw new UnreadableAudioException(
                    file,
                    "its sample rate of " + rate + " Hz is outside the range of audio, " + LOWEST_RATE + " to "
                            + HIGHEST_RATE + " Hz; correct its header");
        }
    }
}

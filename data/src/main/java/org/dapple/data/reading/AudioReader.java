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
 * Reads any audio file as a waveform that a front end can take: mono, at one rate, finite, not empty.
 *
 * @param decoders the formats that are known
 * @param sampleRate of the waveforms, in Hz
 */
public record AudioReader(AudioDecoders decoders, int sampleRate) {
    /** Rates outside are mistakes in a header, and would blow up a small file or the filter that resamples it. */
    private static final int LOWEST_RATE = 1000;

    private static final int HIGHEST_RATE = 1_000_000;

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
        requireRate(waveform.sampleRate(), file);
        CheckedStream.require(waveform.samples(), 0, waveform.samples().length, 0, file);
        return new Resampler(sampleRate).apply(waveform);
    }

    /**
     * Reads a file piece by piece, for recordings that are too long for the memory.
     *
     * @param file recognised by its content
     * @return the same samples as {@link #read} gives, for a file of any length
     * @throws UnreadableAudioException as {@link #read}; what is wrong further on is found when reading
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
     * The fingerprint of a file's sound, by which runs and stores know it again.
     *
     * @param file recognised by its content
     * @return as {@link BlockReader} gives it
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
                    "its sample rate of " + rate + " Hz is outside the " + LOWEST_RATE + " to " + HIGHEST_RATE
                            + " Hz of audio; correct its header");
        }
    }
}

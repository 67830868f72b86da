package org.dapple.data.audio;

import java.io.IOException;
import java.nio.file.Path;
import org.dapple.core.frontend.Waveform;
import org.dapple.core.settings.ConfigurationException;

/**
 * FLAC, Ogg (Vorbis, Opus, FLAC), MP3, AIFF, AU and RIFF/WAVE with any encoding, through FFmpeg. Lossless formats are
 * exact: integers divided by 2^(bits-1). Damaged frames are skipped, as FFmpeg does.
 *
 * <p>FFmpeg gets the bytes of the file, never its name; the first bytes fix the demuxer, and every protocol is
 * forbidden. So no content can make FFmpeg open anything else. The first use sets FFmpeg's log level to quiet for the
 * whole process.
 *
 * @param maximumSamples maximum length in samples per channel; longer sounds are refused, so that a small file cannot
 *     exhaust the memory
 */
public record FfmpegDecoder(int maximumSamples) implements AudioDecoder {
    /** Refuses a limit below 1 or too large for an array. */
    public FfmpegDecoder {
        ConfigurationException.require(
                maximumSamples > 0 && maximumSamples <= SampleBuffer.LARGEST,
                "maximum_samples",
                "lie between 1 and " + SampleBuffer.LARGEST,
                maximumSamples);
    }

    /** {@return a decoder with a limit of three hours at 48 kHz} */
    public static FfmpegDecoder standard() {
        return new FfmpegDecoder(3 * 3600 * 48000);
    }

    @Override
    public boolean reads(byte[] head) {
        return FfmpegFormat.of(head) != null;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if FFmpeg's native library is not on the class path
     */
    @Override
    public Waveform decode(Path file) throws IOException {
        try (SampleStream stream = open(file)) {
            SampleBuffer samples = new SampleBuffer();
            float[] block = new float[1 << 12];
            for (int count = stream.fill(block); count > 0; count = stream.fill(block)) {
                if (samples.size() > maximumSamples - count) {
                    throw new UnreadableAudioException(
                            file, "it is longer than the limit of " + maximumSamples + " samples; split it");
                }
                samples.add(block, count);
            }
            return new Waveform(samples.toArray(), stream.sampleRate());
        }
    }

    /**
     * {@inheritDoc} The maximum length of {@link #decode} does not apply.
     *
     * @throws IllegalStateException if FFmpeg's native library is not on the class path
     */
    @Override
    public SampleStream open(Path file) throws IOException {
        FfmpegLibrary.require();
        return FfmpegStream.open(file);
    }
}

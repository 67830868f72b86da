package org.dapple.data.audio;

import java.io.IOException;
import java.nio.file.Path;
import org.dapple.core.frontend.Waveform;
import org.dapple.core.settings.ConfigurationException;

/**
 * FLAC, Ogg (Vorbis, Opus, FLAC), MP3, AIFF, AU and RIFF/WAVE with any encoding, through FFmpeg. Lossless formats are
 * exact: integers divided by 2^(bits-1). Frames that are damaged are left out, as FFmpeg does.
 *
 * <p>FFmpeg gets the bytes of the file, never its name, with the reader fixed by the first bytes and every protocol
 * forbidden: no content can make it open something else. The first use sets FFmpeg's log level to quiet for the whole
 * process.
 *
 * @param maximumSamples the longest sound per channel; a longer one is refused, so that a small file cannot fill the
 *     memory
 */
public record FfmpegDecoder(int maximumSamples) implements AudioDecoder {
    /** Checks the limit. */
    public FfmpegDecoder {
        ConfigurationException.require(
                maximumSamples > 0 && maximumSamples <= SampleBuffer.LARGEST,
                "maximumSamples",
                "lie between 1 and " + SampleBuffer.LARGEST,
                maximumSamples);
    }

    /** {@return a decoder that stops at three hours of 48 kHz} */
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
     * {@inheritDoc} Longer sounds than {@link #decode} gives are not refused.
     *
     * @throws IllegalStateException if FFmpeg's native library is not on the class path
     */
    @Override
    public SampleStream open(Path file) throws IOException {
        FfmpegLibrary.require();
        return FfmpegStream.open(file);
    }
}

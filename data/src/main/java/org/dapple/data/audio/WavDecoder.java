package org.dapple.data.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.dapple.core.frontend.Waveform;

/**
 * RIFF/WAVE, RF64 and BW64 with PCM of 8, 16, 24 or 32 bits or IEEE floats of 32 or 64 bits, any number of channels.
 * Integers are divided by 2^(bits-1); floats are unchanged. {@link FfmpegDecoder} reads other encodings in the same
 * container.
 *
 * <p>Needs no native library. Memory depends on the size of the file, not on its header: four bytes per frame and one
 * block.
 */
public final class WavDecoder implements AudioDecoder {
    /** Creates a decoder; it has no settings. */
    public WavDecoder() {}

    @Override
    public boolean reads(byte[] head) {
        ByteBuffer bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        if (!WavHeader.begins(bytes)) {
            return false;
        }
        long at = WavHeader.RIFF_BYTES;
        while (at + WavHeader.CHUNK_BYTES + WavFormat.LEAST_BYTES <= head.length) {
            int body = (int) at + WavHeader.CHUNK_BYTES;
            long length = WavHeader.length(bytes, (int) at + 4);
            if (WavHeader.name(bytes, (int) at).equals("fmt ")) {
                int visible = (int) Math.min(Math.max(length, WavFormat.LEAST_BYTES), head.length - body);
                return WavEncoding.of(bytes.slice(body, visible).order(ByteOrder.LITTLE_ENDIAN)) != null;
            }
            at = body + length + (length & 1);
        }
        return true; // the format chunk comes later; decode() passes the file on if necessary
    }

    @Override
    public Waveform decode(Path file) throws IOException {
        try (WavStream stream = open(file)) {
            if (stream.frames() > SampleBuffer.LARGEST) {
                throw new UnreadableAudioException(
                        file,
                        "its " + stream.frames() + " frames exceed the maximum of " + SampleBuffer.LARGEST
                                + " in a waveform; split it");
            }
            float[] samples = new float[(int) stream.frames()];
            stream.fill(samples);
            return new Waveform(samples, stream.sampleRate());
        }
    }

    @Override
    public WavStream open(Path file) throws IOException {
        return WavStream.open(file);
    }
}

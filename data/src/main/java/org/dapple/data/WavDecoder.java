package org.dapple.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.dapple.core.Waveform;

/**
 * RIFF/WAVE, RF64 and BW64 with PCM of 8, 16, 24 or 32 bits or IEEE floats of 32 or 64 bits, any number of channels.
 * Integers are divided by 2^(bits-1), floats are taken as they are. Other encodings in the same container are left to
 * {@link FfmpegDecoder}.
 *
 * <p>Needs no native library. Memory follows the size of the file, whatever its header claims: four bytes per frame and
 * one block.
 */
public final class WavDecoder implements AudioDecoder {
    private static final int BLOCK_BYTES = 1 << 16;

    /** The decoder; it has no settings. */
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
        return true; // the format chunk comes later; decode() passes the file on if need be
    }

    @Override
    public Waveform decode(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            WavHeader header = WavHeader.read(channel, file);
            WavFormat format = header.format();
            long frames = header.dataBytes() / format.frameBytes();
            if (frames > SampleBuffer.LARGEST) {
                throw new UnreadableAudioException(
                        file,
                        "its " + frames + " frames are more than the " + SampleBuffer.LARGEST
                                + " that a waveform can hold; split it");
            }
            return new Waveform(mono(channel.position(header.dataStart()), format, (int) frames), format.sampleRate());
        }
    }

    private static float[] mono(FileChannel channel, WavFormat format, int frames) throws IOException {
        float[] mono = new float[frames];
        int frameBytes = format.frameBytes();
        int blockFrames = Math.min(frames, Math.max(1, BLOCK_BYTES / frameBytes));
        ByteBuffer block = ByteBuffer.allocate(blockFrames * frameBytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < frames; ) {
            block.clear().limit(Math.min(blockFrames, frames - done) * frameBytes);
            while (block.hasRemaining()) {
                if (channel.read(block) < 0) {
                    throw new IOException("the file became shorter while it was read");
                }
            }
            for (int at = 0; at < block.limit(); at += frameBytes) {
                mono[done++] = mean(block, at, format);
            }
        }
        return mono;
    }

    private static float mean(ByteBuffer block, int frame, WavFormat format) {
        int bytes = format.encoding().bytes();
        double sum = 0;
        for (int channel = 0; channel < format.channels(); channel++) {
            sum += format.encoding().sample(block, frame + channel * bytes);
        }
        return (float) (sum / format.channels());
    }
}

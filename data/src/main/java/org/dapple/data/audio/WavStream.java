package org.dapple.data.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The samples of a RIFF/WAVE file, one block at a time. */
final class WavStream implements SampleStream {
    private static final int BLOCK_BYTES = 1 << 16;

    private final FileChannel channel;
    private final WavFormat format;
    private final long frames;
    private final ByteBuffer block;
    private long done;

    private WavStream(FileChannel channel, WavHeader header) throws IOException {
        this.channel = channel.position(header.dataStart());
        this.format = header.format();
        this.frames = header.dataBytes() / format.frameBytes();
        long blockFrames = Math.min(frames, Math.max(1, BLOCK_BYTES / format.frameBytes()));
        this.block = ByteBuffer.allocate((int) blockFrames * format.frameBytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .limit(0);
    }

    static WavStream open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            return new WavStream(channel, WavHeader.read(channel, file));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** {@return the total number of samples} */
    long frames() {
        return frames;
    }

    @Override
    public int sampleRate() {
        return format.sampleRate();
    }

    @Override
    public int read(float[] into, int at, int length) throws IOException {
        if (!block.hasRemaining() && done < frames) {
            fillBlock();
        }
        int count = Math.min(length, block.remaining() / format.frameBytes());
        for (int i = 0; i < count; i++) {
            into[at + i] = mean(block.position());
            block.position(block.position() + format.frameBytes());
        }
        done += count;
        return count;
    }

    private void fillBlock() throws IOException {
        block.clear().limit((int) Math.min(block.capacity(), (frames - done) * format.frameBytes()));
        while (block.hasRemaining()) {
            if (channel.read(block) < 0) {
                throw new IOException("the file was truncated while it was being read");
            }
        }
        block.flip();
    }

    private float mean(int frame) {
        int bytes = format.encoding().bytes();
        double sum = 0;
        for (int channel = 0; channel < format.channels(); channel++) {
            sum += format.encoding().sample(block, frame + channel * bytes);
        }
        return (float) (sum / format.channels());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package org.dapple.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file as the stream that FFmpeg's binding wants: it marks, resets and skips to seek, and nothing is kept in memory.
 */
final class FileBytes extends InputStream {
    private final FileChannel channel;
    private long marked;

    FileBytes(Path file) throws IOException {
        this.channel = FileChannel.open(file);
    }

    /** {@return these bytes, to be read from a position on} */
    FileBytes at(long position) throws IOException {
        channel.position(position);
        return this;
    }

    /** {@return how many there are in all} */
    long size() throws IOException {
        return channel.size();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 1 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        return channel.read(ByteBuffer.wrap(into, at, length));
    }

    @Override
    public long skip(long count) throws IOException {
        long position = channel.position();
        long skipped = Math.max(0, Math.min(count, channel.size() - position));
        channel.position(position + skipped);
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(Integer.MAX_VALUE, channel.size() - channel.position());
    }

    @Override
    public boolean markSupported() {
        return true;
    }

    @Override
    public synchronized void mark(int limit) {
        try {
            marked = channel.position();
        } catch (IOException e) {
            marked = 0; // reading will fail in the same way and say so
        }
    }

    @Override
    public synchronized void reset() throws IOException {
        channel.position(marked);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

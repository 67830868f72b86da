package org.dapple.data.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Random access to the bytes of a file; nothing is kept in memory. */
final class FileBytes implements Closeable {
    private final FileChannel channel;

    FileBytes(Path file) throws IOException {
        this.channel = FileChannel.open(file);
    }

    /** {@return the size of the file} */
    long size() throws IOException {
        return channel.size();
    }

    /**
     * Copies bytes.
     *
     * @param position position of the first byte
     * @param into receives as many bytes as it has room for, or fewer
     * @return number of bytes read; -1 at the end of the file
     */
    int read(long position, ByteBuffer into) throws IOException {
        return channel.read(into, position);
    }

    /**
     * Copies bytes.
     *
     * @param position position of the first byte
     * @param length number of bytes
     * @return the bytes, fewer at the end of the file
     */
    byte[] at(long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        int count = 0;
        while (count >= 0 && bytes.hasRemaining()) {
            count = read(position + bytes.position(), bytes);
        }
        byte[] found = new byte[bytes.position()];
        bytes.flip().get(found);
        return found;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package org.dapple.data.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The bytes of a file at any place; nothing is kept in memory. */
final class FileBytes implements Closeable {
    private final FileChannel channel;

    FileBytes(Path file) throws IOException {
        this.channel = FileChannel.open(file);
    }

    /** {@return how many there are in all} */
    long size() throws IOException {
        return channel.size();
    }

    /**
     * Copies bytes.
     *
     * @param position of the first of them
     * @param into receives up to as many as it has room for
     * @return how many came; -1 if there are none at that position
     */
    int read(long position, ByteBuffer into) throws IOException {
        return channel.read(into, position);
    }

    /**
     * Copies bytes.
     *
     * @param position of the first of them
     * @param length how many are wanted
     * @return these, or fewer at the end of the file
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

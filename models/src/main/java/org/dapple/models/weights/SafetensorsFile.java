package org.dapple.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** An open safetensors file. Tensors are read from the channel in chunks, so files may be larger than 2 GiB. */
final class SafetensorsFile implements TensorFile {
    /** Ten times what the largest encoders need; a hostile header costs up to six times its length in memory. */
    private static final int LARGEST_HEADER = 1 << 19;

    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long start;

    private SafetensorsFile(Path file, FileChannel channel, SafetensorsHeader header, long start) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        this.start = start;
    }

    static SafetensorsFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long size = channel.size();
            if (size < Long.BYTES) {
                throw new IOException(file + " is not a safetensors file: it has only " + size + " bytes");
            }
            long length = ByteBuffer.wrap(bytes(channel, 0, Long.BYTES, file))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            if (length < 2 || length > size - Long.BYTES) {
                throw new IOException(file + " is damaged or not a safetensors file: its header claims "
                        + Long.toUnsignedString(length) + " bytes; " + (size - Long.BYTES) + " follow");
            }
            if (length > LARGEST_HEADER) {
                throw new IOException(
                        file + " has a header of " + length + " bytes; at most " + LARGEST_HEADER + " are read");
            }
            byte[] json = bytes(channel, Long.BYTES, (int) length, file);
            long available = size - Long.BYTES - length;
            SafetensorsHeader header = SafetensorsHeader.parse(file, new ByteArrayInputStream(json), available);
            SafetensorsFile opened = new SafetensorsFile(file, channel, header, Long.BYTES + length);
            opened.requireSound();
            return opened;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Verifies the checksum, if the file has one. */
    private void requireSound() throws IOException {
        String expected = header.metadata().get(TensorChecksum.KEY);
        if (expected == null) {
            return;
        }
        TensorChecksum checksum = new TensorChecksum();
        ByteBuffer chunk = ByteBuffer.allocate(1 << 18);
        for (Map.Entry<String, SafetensorsHeader.Slice> entry : header.slices().entrySet()) {
            SafetensorsHeader.Slice slice = entry.getValue();
            checksum.tensor(
                    entry.getKey(),
                    slice.shape().stream().mapToLong(Long::longValue).toArray());
            for (long at = slice.start(); at < slice.end(); ) {
                chunk.clear().limit((int) Math.min(chunk.capacity(), slice.end() - at));
                int count = channel.read(chunk, start + at);
                if (count < 0) {
                    throw new EOFException(file + " ends early");
                }
                checksum.bytes(chunk.flip());
                at += count;
            }
        }
        if (!expected.equals(checksum.finish())) {
            throw new IOException(
                    file + " is damaged: its checksum does not match (restore an intact copy, or write it again)");
        }
    }

    private static byte[] bytes(FileChannel channel, long position, int count, Path file) throws IOException {
        byte[] bytes = new byte[count];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException(file + " ends early");
            }
        }
        return bytes;
    }

    /** Free text by key. */
    Map<String, String> metadata() {
        return header.metadata();
    }

    @Override
    public Path path() {
        return file;
    }

    @Override
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        header.slices().forEach((name, slice) -> shapes.put(name, new Shape(slice.shape())));
        return shapes;
    }

    @Override
    public NDArray read(String name, NDManager manager) throws IOException {
        SafetensorsHeader.Slice slice = header.slices().get(name);
        if (slice == null) {
            throw new IllegalArgumentException(file + " has no tensor " + name);
        }
        channel.position(start + slice.start());
        try {
            return slice.type().read(channel, new Shape(slice.shape()), manager);
        } catch (EOFException e) {
            throw new IOException(file + ": tensor " + Words.of(name) + " ends early", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

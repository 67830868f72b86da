package org.dapple.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.AtomicFile;
import org.dapple.core.Json;

/**
 * Reads and writes float32 tensors in the safetensors format: eight bytes of header length, a JSON header of names,
 * types, shapes and offsets, then the values, all little-endian. Nothing in such a file is code; every length is
 * checked against the file before anything is allocated.
 */
public final class Safetensors {
    private static final int LARGEST_HEADER = 100 << 20;
    private static final String METADATA = "__metadata__";
    private static final String TYPE = "F32";

    private Safetensors() {}

    /**
     * Writes tensors, complete or not at all.
     *
     * @param file replaced if it exists
     * @param tensors float32, by name
     * @param metadata free text by key
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Map<String, NDArray> tensors, Map<String, String> metadata) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(METADATA, metadata);
        long offset = 0;
        for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
            NDArray tensor = entry.getValue();
            if (tensor.getDataType() != DataType.FLOAT32) {
                throw new IllegalArgumentException(entry.getKey() + " is " + tensor.getDataType() + ", not float32");
            }
            long end = offset + tensor.size() * Float.BYTES;
            Map<String, Object> description = new LinkedHashMap<>();
            description.put("dtype", TYPE);
            description.put("shape", tensor.getShape().getShape());
            description.put("data_offsets", new long[] {offset, end});
            header.put(entry.getKey(), description);
            offset = end;
        }
        byte[] json = padded(Json.line(header).getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(file, out -> {
            out.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(json.length)
                    .array());
            out.write(json);
            for (NDArray tensor : tensors.values()) {
                out.write(tensor.toByteArray());
            }
        });
    }

    /** Readers expect the values to start at a multiple of eight bytes. */
    private static byte[] padded(byte[] json) {
        byte[] result = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(result, json.length, result.length, (byte) ' ');
        return result;
    }

    /**
     * Reads all tensors.
     *
     * @param file the file
     * @param manager owner of the arrays; they are made on its device
     * @return float32 tensors by name
     * @throws IOException if the file cannot be read or is not a sound safetensors file of float32 tensors
     */
    public static Map<String, NDArray> read(Path file, NDManager manager) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = bytes(channel, 0, Long.BYTES, file).getLong();
            if (length < 2 || length > LARGEST_HEADER || length > channel.size() - Long.BYTES) {
                throw new IOException(file + " is not a safetensors file: its header claims " + length + " bytes");
            }
            String json = StandardCharsets.UTF_8
                    .decode(bytes(channel, Long.BYTES, (int) length, file))
                    .toString();
            Map<String, Object> header = Json.parse(json, "the header of " + file);
            header.remove(METADATA);
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, Object> entry : header.entrySet()) {
                Slice slice = Slice.of(file, entry.getKey(), entry.getValue(), channel.size() - Long.BYTES - length);
                ByteBuffer values = bytes(channel, Long.BYTES + length + slice.start, slice.bytes, file);
                tensors.put(entry.getKey(), manager.create(values.asFloatBuffer(), slice.shape, DataType.FLOAT32));
            }
            return tensors;
        }
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int count, Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException(file + " ends early");
            }
        }
        return buffer.flip();
    }

    /** Where a tensor's values lie, checked against the file. */
    private record Slice(long start, int bytes, Shape shape) {
        static Slice of(Path file, String name, Object description, long available) throws IOException {
            if (description instanceof Map<?, ?> map
                    && map.get("shape") instanceof List<?> sizes
                    && map.get("data_offsets") instanceof List<?> offsets
                    && offsets.size() == 2) {
                if (!TYPE.equals(map.get("dtype"))) {
                    throw new IOException(file + ": tensor " + name + " is " + map.get("dtype") + ", not " + TYPE);
                }
                long start = whole(offsets.get(0));
                long end = whole(offsets.get(1));
                long count = 1;
                long[] shape = new long[sizes.size()];
                boolean sound = start >= 0 && start <= end && end <= available && end - start <= Integer.MAX_VALUE;
                for (int i = 0; i < shape.length; i++) {
                    shape[i] = whole(sizes.get(i));
                    sound &= shape[i] >= 0 && shape[i] <= available;
                    count = sound ? Math.min(count * shape[i], available + 1) : 0;
                }
                if (sound && count * Float.BYTES == end - start) {
                    return new Slice(start, (int) (end - start), new Shape(shape));
                }
            }
            throw new IOException(file + ": the description of tensor " + name + " does not fit the file");
        }

        private static long whole(Object number) {
            return number instanceof Long value ? value : -1;
        }
    }
}

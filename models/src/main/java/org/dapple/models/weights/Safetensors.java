package org.dapple.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dapple.core.files.AtomicFile;
import org.dapple.core.files.Json;

/**
 * Reads and writes tensors in the safetensors format: eight bytes of header length, a JSON header of names, types,
 * shapes and offsets, then the values, all little-endian. Such a file contains no code. Every length is checked against
 * the file before anything is allocated.
 */
public final class Safetensors {
    private static final String TYPE = "F32";

    private Safetensors() {}

    /**
     * Writes tensors atomically, with a checksum in the metadata, which Dapple's readers verify.
     *
     * @param file the file, replaced if it exists
     * @param tensors float32 tensors by name
     * @param metadata free text by key
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Map<String, NDArray> tensors, Map<String, String> metadata) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        TensorChecksum checksum = new TensorChecksum();
        tensors.forEach((name, tensor) ->
                checksum.tensor(name, tensor.getShape().getShape()).bytes(ByteBuffer.wrap(tensor.toByteArray())));
        Map<String, String> facts = new LinkedHashMap<>(metadata);
        facts.put(TensorChecksum.KEY, checksum.finish());
        header.put(SafetensorsHeader.METADATA, facts);
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

    /** Pads the header, because readers expect the values at a multiple of eight bytes. */
    private static byte[] padded(byte[] json) {
        byte[] result = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(result, json.length, result.length, (byte) ' ');
        return result;
    }

    /**
     * Reads all tensors.
     *
     * @param file the file
     * @param manager owner of the arrays, which are created on its device
     * @return tensors by name, float32 (float64, float16 and bfloat16 are converted) or int64
     * @throws IOException if the file cannot be read or is not a valid safetensors file of these types
     */
    public static Map<String, NDArray> read(Path file, NDManager manager) throws IOException {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            for (String name : tensors.shapes().keySet()) {
                arrays.put(name, tensors.read(name, manager));
            }
            return arrays;
        }
    }

    /**
     * Reads the metadata.
     *
     * @param file the file
     * @return free text by key, without the checksum
     * @throws IOException if the file cannot be read or is not a valid safetensors file
     */
    public static Map<String, String> metadata(Path file) throws IOException {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            Map<String, String> metadata = new LinkedHashMap<>(tensors.metadata());
            metadata.remove(TensorChecksum.KEY);
            return metadata;
        }
    }
}

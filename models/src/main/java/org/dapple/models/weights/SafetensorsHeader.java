package org.dapple.models.weights;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header of a safetensors file. It is read token by token, so that an invalid one is refused at once.
 *
 * @param slices position of each tensor
 * @param metadata free text by key
 */
record SafetensorsHeader(Map<String, Slice> slices, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";
    private static final int MOST_TENSORS = 3000;
    private static final int LONGEST_LIST = 16;
    private static final int MOST_METADATA = 1000;

    /**
     * The position of a tensor's numbers.
     *
     * @param type type of the numbers
     * @param shape sizes
     * @param start first byte, counted from the end of the header
     * @param end position after the last byte
     */
    record Slice(TensorType type, List<Long> shape, long start, long end) {}

    /**
     * Reads and checks a header.
     *
     * @param file the file, for errors
     * @param json the header
     * @param available number of bytes after the header
     */
    static SafetensorsHeader parse(Path file, InputStream json, long available) throws IOException {
        SafetensorsHeader header = new SafetensorsHeader(new LinkedHashMap<>(), new LinkedHashMap<>());
        try (JsonReader reader = new JsonReader(new InputStreamReader(json, StandardCharsets.UTF_8))) {
            reader.setStrictness(Strictness.STRICT);
            reader.beginObject();
            while (reader.hasNext()) {
                header.entry(reader, file);
            }
            reader.endObject();
            if (reader.peek() != JsonToken.END_DOCUMENT) { // only white space may follow
                throw new IllegalStateException();
            }
        } catch (MalformedJsonException | JsonParseException | IllegalStateException | NumberFormatException e) {
            throw new IOException(file + ": its header is not the JSON of a safetensors file", e);
        }
        header.check(file, available);
        return header;
    }

    private void entry(JsonReader reader, Path file) throws IOException {
        String name = reader.nextName();
        if (name.equals(METADATA)) {
            reader.beginObject();
            while (reader.hasNext()) {
                if (metadata.size() == MOST_METADATA) {
                    throw new IOException(file + " has more than " + MOST_METADATA + " entries of metadata");
                }
                metadata.put(reader.nextName(), reader.nextString());
            }
            reader.endObject();
            return;
        }
        if (slices.size() == MOST_TENSORS) {
            throw new IOException(file + " has more than " + MOST_TENSORS + " tensors");
        }
        try {
            if (slices.put(name, slice(reader, file, name)) != null) {
                throw new IOException(file + ": tensor " + Words.of(name) + " appears twice");
            }
        } catch (IllegalStateException | NumberFormatException e) {
            throw new IOException(
                    file + ": the description of tensor " + Words.of(name) + " is not one of type, shape and offsets",
                    e);
        }
    }

    private static Slice slice(JsonReader reader, Path file, String name) throws IOException {
        @Nullable TensorType type = null;
        @Nullable List<Long> shape = null;
        @Nullable List<Long> offsets = null;
        reader.beginObject();
        while (reader.hasNext()) {
            switch (reader.nextName()) {
                case "dtype" -> type = type(reader.nextString(), file, name);
                case "shape" -> shape = numbers(reader);
                case "data_offsets" -> offsets = numbers(reader);
                default -> throw new IllegalStateException();
            }
        }
        reader.endObject();
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            throw new IllegalStateException();
        }
        return new Slice(type, shape, offsets.get(0), offsets.get(1));
    }

    private static TensorType type(String word, Path file, String name) throws IOException {
        for (TensorType type : TensorType.values()) {
            if (type.name().equals(word)) {
                return type;
            }
        }
        throw new IOException(file + ": tensor " + Words.of(name) + " is " + Words.of(word) + "; "
                + Arrays.toString(TensorType.values()) + " can be read");
    }

    /** Reads a short list of integers. */
    private static List<Long> numbers(JsonReader reader) throws IOException {
        List<Long> numbers = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            if (numbers.size() == LONGEST_LIST) {
                throw new IllegalStateException();
            }
            numbers.add(reader.nextLong());
        }
        reader.endArray();
        return numbers;
    }

    /** Checks that the tensors fill the space after the header without gaps. */
    private void check(Path file, long available) throws IOException {
        List<Map.Entry<String, Slice>> ordered = new ArrayList<>(slices.entrySet());
        ordered.sort(Comparator.comparingLong(
                        (Map.Entry<String, Slice> entry) -> entry.getValue().start())
                .thenComparingLong(entry -> entry.getValue().end()));
        long covered = 0;
        for (Map.Entry<String, Slice> entry : ordered) {
            Slice slice = entry.getValue();
            String name = entry.getKey();
            long count = TensorType.elements(slice.shape);
            if (count < 0) {
                throw new IOException(tensor(file, name) + " has the shape " + slice.shape
                        + ", which is negative or larger than an array can be");
            }
            if (slice.start < 0 || slice.end < slice.start || slice.end > available) {
                throw new IOException(tensor(file, name) + " does not fit the file, which is damaged or truncated");
            }
            if (slice.end - slice.start != count * slice.type.bytes()) {
                throw new IOException(tensor(file, name) + " has " + (slice.end - slice.start)
                        + " bytes, which does not match its shape " + slice.shape);
            }
            if (slice.start != covered) {
                throw new IOException(
                        tensor(file, name) + (slice.start < covered ? " overlaps another" : " has a gap before it"));
            }
            covered = slice.end;
        }
        if (covered != available) {
            throw new IOException(file + " has " + (available - covered) + " bytes that do not belong to any tensor");
        }
    }

    private static String tensor(Path file, String name) {
        return file + ": tensor " + Words.of(name);
    }
}

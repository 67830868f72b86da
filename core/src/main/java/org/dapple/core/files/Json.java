package org.dapple.core.files;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Dapple writes it: plain trees of maps, lists, numbers and strings; integers stay integers. Equal trees give
 * equal text in every process: the entries of unordered maps such as {@code Map.of} are sorted.
 */
public final class Json {
    private static final Gson LINE = new GsonBuilder()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .disableHtmlEscaping()
            .create();
    private static final Gson PRETTY = LINE.newBuilder().setPrettyPrinting().create();

    private Json() {}

    /**
     * One line of JSON.
     *
     * @param tree the values; NaN and infinities are refused
     * @return the text
     */
    public static String line(Map<String, ?> tree) {
        return LINE.toJson(ordered(tree));
    }

    /**
     * Writes a file atomically.
     *
     * @param file the file, replaced if it exists
     * @param tree the values
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Map<String, ?> tree) throws IOException {
        AtomicFile.write(file, text(tree).getBytes(StandardCharsets.UTF_8));
    }

    /** The content of a file, one entry per line. */
    static String text(Map<String, ?> tree) {
        return PRETTY.toJson(ordered(tree)) + "\n";
    }

    private static @Nullable Object ordered(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            boolean hasOrder = map instanceof LinkedHashMap
                    || map instanceof SortedMap
                    || map.getClass().getName().startsWith("com.google.gson."); // from a parsed file
            Map<String, @Nullable Object> entries = hasOrder ? new LinkedHashMap<>() : new TreeMap<>();
            map.forEach((key, entry) -> entries.put(String.valueOf(key), ordered(entry)));
            return entries;
        } else if (value instanceof Iterable<?> several && !(value instanceof Path)) {
            List<@Nullable Object> list = new ArrayList<>();
            several.forEach(entry -> list.add(ordered(entry)));
            return list;
        }
        return value;
    }

    /**
     * Reads a file that holds a JSON object.
     *
     * @param file the file
     * @return its tree
     * @throws IOException if it cannot be read or is not a JSON object
     */
    public static Map<String, Object> read(Path file) throws IOException {
        return parse(textOf(file), file.toString());
    }

    /** The text of a file; errors name it. */
    static String textOf(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is damaged or not a text file: it is not UTF-8", e);
        }
    }

    /**
     * Reads an object from text.
     *
     * @param text the JSON
     * @param origin named in errors
     * @return its tree
     * @throws IOException if the text is not a JSON object
     */
    public static Map<String, Object> parse(String text, String origin) throws IOException {
        @Nullable Object tree;
        try {
            tree = LINE.fromJson(text, Object.class);
        } catch (JsonParseException e) {
            throw new IOException(origin + " is not valid JSON: " + e.getMessage(), e);
        }
        if (!(tree instanceof Map<?, ?> map)) {
            throw new IOException(origin + " is not a JSON object");
        }
        Map<String, Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> result.put(String.valueOf(key), value));
        return result;
    }
}

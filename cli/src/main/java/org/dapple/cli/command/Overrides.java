package org.dapple.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.dapple.core.settings.ConfigurationException;

/** Builds a configuration tree from a YAML file and {@code a.b=value} arguments, which override the file. */
public final class Overrides {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    /** Keys that occur only in the files of one command. */
    private static final Map<String, Set<String>> FILES = Map.of(
            "study", Set.of("masks", "evaluate", "pretrain"),
            "pretrain", Set.of("pretext", "masking", "base_learning_rate", "decoder"),
            "finetune", Set.of("optimizer", "mixup", "spec_augment", "training_mask"));

    private Overrides() {}

    /**
     * Reads the tree in a file.
     *
     * @throws ConfigurationException if it is not YAML with keys and values
     */
    public static Map<String, Object> file(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new ConfigurationException("--config", "must be a YAML file; " + file + " does not exist");
        }
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException("--config", "must be a YAML file; " + file + " is not a file");
        }
        try {
            return parse(Files.readString(file), file.toString());
        } catch (CharacterCodingException e) {
            throw new ConfigurationException("--config", "must be a YAML file; " + file + " is not text");
        }
    }

    /**
     * Reads the tree in a file for one command.
     *
     * @param command the command
     * @throws ConfigurationException if the file is not YAML, or its keys belong to another command
     */
    public static Map<String, Object> file(Path file, String command) throws IOException {
        Map<String, Object> tree = file(file);
        FILES.forEach((other, keys) -> {
            if (!other.equals(command) && !Collections.disjoint(tree.keySet(), keys)) {
                throw new ConfigurationException(
                        "--config", "must be a file for dapple " + command + "; " + file + " is for dapple " + other);
            }
        });
        return tree;
    }

    /** A tree as YAML that {@link #file} reads back. */
    public static String yaml(Map<String, Object> tree) throws IOException {
        return YAML.writeValueAsString(tree).strip();
    }

    /** The tree in one of the command's own files. */
    public static Map<String, Object> resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Overrides.class.getResourceAsStream("/" + name), name)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
        }
    }

    private static Map<String, Object> parse(String text, String origin) {
        try {
            Map<String, Object> tree = YAML.readValue(text, new TypeReference<>() {});
            return tree == null ? Map.of() : tree;
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(
                    "--config",
                    "must be a YAML file with keys and values; " + origin + " is not"
                            + (e.getLocation() == null
                                    ? ""
                                    : " (line " + e.getLocation().getLineNr() + ")"));
        }
    }

    /**
     * Adds settings to a tree.
     *
     * @param tree not changed
     * @param assignments {@code key=value} or {@code section.key=value}
     * @throws ConfigurationException if an argument is not an assignment
     */
    public static Map<String, Object> assign(Map<String, Object> tree, List<String> assignments) {
        Map<String, Object> result = new LinkedHashMap<>(tree);
        assignments.forEach(assignment -> assign(result, assignment));
        return result;
    }

    private static void assign(Map<String, Object> tree, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new ConfigurationException(assignment, "is not understood: write settings as key=value");
        }
        String[] path = assignment.substring(0, equals).split("\\.", -1);
        Map<String, Object> section = tree;
        for (int i = 0; i < path.length - 1; i++) {
            section = child(section, path[i]);
        }
        section.put(path[path.length - 1], scalar(assignment.substring(equals + 1)));
    }

    /** The section to write into; it replaces a preset's name. */
    @SuppressWarnings("unchecked") // YAML's maps have strings for keys
    private static Map<String, Object> child(Map<String, Object> section, String key) {
        Map<String, Object> child = section.get(key) instanceof Map<?, ?> map
                ? new LinkedHashMap<>((Map<String, Object>) map)
                : new LinkedHashMap<>();
        section.put(key, child);
        return child;
    }

    private static Object scalar(String text) {
        try {
            Object value = YAML.readValue(text, Object.class);
            return value == null ? "" : value;
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}

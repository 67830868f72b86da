package org.dapple.data.downstream;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Manifest;
import org.jspecify.annotations.Nullable;

/** Collects the clips of a set and its missing files while its lists are read. */
final class Listing {
    private static final int MOST_EXAMPLES = 5;

    private final DownstreamInfo info;
    private final Path root;
    private final List<Clip> clips = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, String> words = new HashMap<>(); // labels and sources repeat, so keep one string each
    private final List<String> examples = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private int missing;

    Listing(DownstreamInfo info, Path root) {
        this.info = info;
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** The path of a listed file, which need not exist. Refuses paths outside the set's folder. */
    Path inside(String name, Line line) {
        try {
            Path folder = root.toAbsolutePath().normalize();
            Path file = folder.resolve(name).normalize();
            if (!name.isEmpty() && !Path.of(name).isAbsolute() && !file.equals(folder) && file.startsWith(folder)) {
                return root.resolve(name);
            }
        } catch (InvalidPathException e) {
            throw line.refused("must name files; " + e.getReason(), name);
        }
        throw line.refused("must name files inside the set's folder", name);
    }

    /** Adds a clip if its file exists; otherwise counts it as missing. A file that is listed twice counts once. */
    void add(
            String name,
            Line line,
            @Nullable String label,
            @Nullable String fold,
            @Nullable String split,
            @Nullable String source) {
        Path file = inside(name, line);
        if (!names.add(name)) {
            remark(line.file().getFileName() + " lists " + name + " twice");
        } else if (Files.isRegularFile(file)) {
            try {
                clips.add(new Clip(name, file, word(label), word(fold), word(split), word(source)));
            } catch (ConfigurationException e) {
                throw line.refused("must have clean labels: " + e.getMessage(), String.valueOf(label));
            }
        } else {
            missing(name);
        }
    }

    /** Counts a missing file. */
    void missing(String name) {
        missing++;
        if (examples.size() < MOST_EXAMPLES) {
            examples.add(name);
        }
    }

    /** Adds a sentence about a problem, up to a maximum number. */
    void remark(String sentence) {
        if (remarks.size() < MOST_EXAMPLES) {
            remarks.add(sentence);
        }
    }

    private @Nullable String word(@Nullable String word) {
        if (word == null || word.isEmpty()) {
            return null;
        }
        String known = words.putIfAbsent(word, word);
        return known == null ? word : known;
    }

    /**
     * Ends the collection.
     *
     * @throws ConfigurationException with the key {@code data} if no file of the set exists
     */
    DownstreamClips done() {
        if (clips.isEmpty()) {
            throw new ConfigurationException(
                    "data",
                    "must hold the sound files of " + info.title() + "; " + root + " has none"
                            + (examples.isEmpty() ? "" : " (looked for " + examples.get(0) + ")") + ": get them from "
                            + info.source());
        }
        return new DownstreamClips(info, root, new Manifest(clips), missing, examples, remarks);
    }
}

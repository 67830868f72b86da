package org.dapple.eval.leak;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.CorpusName;
import org.dapple.data.clips.HeardClip;

/**
 * The sources that were heard. The source of a test clip is one of them if a heard clip has a source of that name, and
 * each of both clips lies in the folder of the other's data set ({@link CorpusName}). Where that cannot be told, since
 * a set was moved, or named file by file from several folders, it is a namesake, and may be the same or not.
 */
final class HeardSources {
    private final Map<String, List<HeardClip>> byName = new HashMap<>();

    HeardSources(List<HeardClip> heard) {
        for (HeardClip clip : heard) {
            String source = clip.source();
            if (source != null) {
                byName.computeIfAbsent(source, name -> new ArrayList<>()).add(clip);
            }
        }
    }

    /** A heard clip whose source has the name of a clip's source, in whatever data set. */
    Optional<HeardClip> namesake(Clip clip) {
        return named(clip).stream().findFirst();
    }

    /** A heard clip of the source of a clip. */
    Optional<HeardClip> sameSource(Clip clip) {
        List<HeardClip> candidates = named(clip);
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Path> above = CorpusName.above(clip);
        Optional<Path> root = CorpusName.root(clip);
        return candidates.stream().filter(heard -> inOneSet(heard, above, root)).findFirst();
    }

    private List<HeardClip> named(Clip clip) {
        String source = clip.source();
        return source == null ? List.of() : byName.getOrDefault(source, List.of());
    }

    /** The heard clip is named relative to its set's folder, so where it lies is known once that folder is found. */
    private static boolean inOneSet(HeardClip heard, Map<String, Path> above, Optional<Path> root) {
        Path set = heard.corpus().isEmpty() ? null : above.get(heard.corpus());
        if (set == null) {
            return false;
        }
        if (root.isEmpty() || root.get().equals(set) || !root.get().startsWith(set)) {
            return true;
        }
        String name = heard.filename().replace('\\', '/');
        String inside = set.relativize(root.get()).toString().replace('\\', '/') + "/";
        return name.startsWith(inside) || name.startsWith("/") || name.matches("[A-Za-z]:.*");
    }
}

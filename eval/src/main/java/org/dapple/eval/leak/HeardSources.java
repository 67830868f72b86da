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
 * Finds the sources that pre-training heard. A test clip and a heard clip have the same source if their sources have
 * the same name and each clip lies in the folder of the other's data set ({@link CorpusName}). Where this cannot be
 * decided, because a set was moved or its files were listed one by one from several folders, the source is a namesake:
 * it may be the same or not.
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

    /** {@return a heard clip whose source has the same name, in any data set} */
    Optional<HeardClip> namesake(Clip clip) {
        return named(clip).stream().findFirst();
    }

    /** {@return a heard clip of the same source} */
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

    /** A heard clip is named relative to the folder of its set, so its place is known once that folder is found. */
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

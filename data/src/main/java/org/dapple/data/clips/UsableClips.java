package org.dapple.data.clips;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dapple.core.settings.ConfigurationException;

/**
 * How many clips of a set must be readable: the same for every command. Some unreadable files are a matter of course;
 * if it is most of them, something is wrong with the set as a whole, and no result is of what was asked for.
 */
public final class UsableClips {
    /** A set of which more than this share is skipped is refused. */
    public static final double LARGEST_SKIPPED_SHARE = 0.5;

    private static final String KEY = "data";

    private UsableClips() {}

    /**
     * Refuses a set of which nothing or too little can be used.
     *
     * @param set its name, where there are several; else empty
     * @param used how many clips could be read
     * @param skipped the others
     * @param list where all reasons are listed, if they are
     * @throws ConfigurationException with the key {@code data}, naming the first skipped clip and its reason
     */
    public static void require(String set, int used, List<SkippedClip> skipped, Optional<Path> list) {
        int all = used + skipped.size();
        if (areEnough(used, skipped.size())) {
            return;
        }
        String of = set.isEmpty() ? "" : " in the set " + set;
        String first = skipped.isEmpty()
                ? ""
                : " (the first is " + skipped.get(0).filename() + ": "
                        + skipped.get(0).reason()
                        + list.map(file -> "; all reasons are in " + file).orElse("") + ")";
        throw new ConfigurationException(
                KEY,
                used == 0
                        ? "has no readable clip" + of + ": all " + all + " were skipped" + first
                        : "is mostly unreadable" + of + ": " + skipped.size() + " of " + all
                                + " clips were skipped, and more than half is too many" + first);
    }

    /**
     * Whether a set can be used.
     *
     * @param used how many clips could be read
     * @param skipped how many could not
     * @return false if nothing or too little can be used
     */
    public static boolean areEnough(int used, int skipped) {
        return used > 0 && skipped <= LARGEST_SKIPPED_SHARE * (used + skipped);
    }

    /**
     * The refusal of a set of which no clip that was looked at can be read.
     *
     * @param clips how many were looked at
     * @return with the key {@code data}
     */
    public static ConfigurationException none(int clips) {
        return new ConfigurationException(
                KEY,
                "has no readable clip: all " + clips + " were tried (bring the files back, or correct their names)");
    }
}

package org.dapple.data.clips;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dapple.core.settings.ConfigurationException;

/**
 * The share of a set's clips that must be readable, the same for every command. A few unreadable files are normal. If
 * most are unreadable, the set as a whole is broken, and results would not describe it.
 */
public final class UsableClips {
    /** Sets with a larger share of skipped clips are refused. */
    public static final double LARGEST_SKIPPED_SHARE = 0.5;

    private static final String KEY = "data";

    private UsableClips() {}

    /**
     * Refuses a set with too few readable clips.
     *
     * @param set its name if there are several sets; otherwise empty
     * @param used number of clips that could be read
     * @param skipped the other clips
     * @param list the file that lists all reasons, if there is one
     * @throws ConfigurationException with the key {@code data} if the set is refused; names the first skipped clip and
     *     its reason
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
                                + " clips were skipped, more than half" + first);
    }

    /**
     * Whether a set can be used.
     *
     * @param used number of clips that could be read
     * @param skipped number of clips that could not be read
     * @return false if too few clips are readable
     */
    public static boolean areEnough(int used, int skipped) {
        return used > 0 && skipped <= LARGEST_SKIPPED_SHARE * (used + skipped);
    }

    /**
     * The refusal of a set in which none of the tried clips can be read.
     *
     * @param clips number of tried clips
     * @return the refusal, with the key {@code data}
     */
    public static ConfigurationException none(int clips) {
        return new ConfigurationException(
                KEY, "has no readable clip: all " + clips + " were tried (restore the files, or correct their names)");
    }
}

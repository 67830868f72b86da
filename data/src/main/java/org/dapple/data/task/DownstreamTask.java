package org.dapple.data.task;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.RowCounts;
import org.dapple.data.clips.SkippedClip;

/**
 * A labelled set for testing encoders: a downstream set found on a disk, or any manifest.
 *
 * @param name name in tables and file names
 * @param clips the clips, all labelled, with splits or folds
 * @param seconds length to which clips are cut or padded
 * @param metric metric of the task; it implies whether clips may have several labels
 */
public record DownstreamTask(String name, List<Clip> clips, double seconds, DownstreamMetric metric) {
    /** The maximum length to which clips may be cut or padded. */
    public static final double LONGEST_SECONDS = 600;

    /** Refuses duplicate names of clips, and lengths outside (0, {@value #LONGEST_SECONDS}] seconds. */
    public DownstreamTask {
        clips = List.copyOf(clips);
        Set<String> names = new HashSet<>();
        for (Clip clip : clips) {
            if (!names.add(clip.filename())) {
                throw new ConfigurationException("data", "names the clip " + clip.filename() + " more than once");
            }
        }
        ConfigurationException.require(!name.isBlank(), "task", "not be blank", name);
        ConfigurationException.require(
                seconds > 0 && seconds <= LONGEST_SECONDS,
                "seconds",
                "be positive and at most " + LONGEST_SECONDS,
                seconds);
    }

    /**
     * A task from a manifest; clips with several labels make it a multi-label task.
     *
     * @param name name in tables and file names
     * @param clips the clips, all labelled
     * @param seconds length to which clips are cut or padded
     * @return the task
     */
    public static DownstreamTask of(String name, List<Clip> clips, double seconds) {
        boolean several =
                Fold.used(clips).stream().anyMatch(clip -> clip.labels().size() > 1);
        return new DownstreamTask(
                name, clips, seconds, several ? DownstreamMetric.MEAN_AVERAGE_PRECISION : DownstreamMetric.ACCURACY);
    }

    /**
     * Counts the rows by outcome.
     *
     * @param skipped clips that could not be read
     * @return the counts of rows that probes and fine-tuning use and leave out
     */
    public RowCounts rows(List<SkippedClip> skipped) {
        return Fold.rows(clips, skipped);
    }

    /**
     * The classes of the clips that some fold uses.
     *
     * @return the classes, sorted
     * @throws ConfigurationException with the key {@code data} if a label is missing or there is only one class
     */
    public List<String> labels() {
        TreeSet<String> labels = new TreeSet<>();
        for (Clip clip : Fold.used(clips)) {
            if (clip.label() == null) {
                throw new ConfigurationException(
                        "data", "must have a label for every clip; " + clip.filename() + " has none");
            }
            labels.addAll(labels(clip));
        }
        if (labels.size() < 2) {
            throw new ConfigurationException("data", "must have at least two labels; it has " + labels);
        }
        return List.copyOf(labels);
    }

    /**
     * The classes of one clip: its whole label, or in a multi-label task its parts.
     *
     * @param clip a labelled clip
     * @return at least one class
     */
    public List<String> labels(Clip clip) {
        return metric == DownstreamMetric.ACCURACY ? List.of(String.valueOf(clip.label())) : clip.labels();
    }

    /**
     * The classes of a fold's test clips that none of its training clips has, so that nobody can learn them.
     *
     * @param fold positions in the clips
     * @return the classes, sorted
     */
    public List<String> withoutTraining(Fold fold) {
        TreeSet<String> tested = labels(fold.test());
        tested.removeAll(labels(fold.train()));
        return List.copyOf(tested);
    }

    private TreeSet<String> labels(List<Integer> positions) {
        TreeSet<String> labels = new TreeSet<>();
        positions.forEach(i -> labels.addAll(labels(clips.get(i))));
        return labels;
    }

    /**
     * The same task with the readable clips only.
     *
     * @param readable a part of the clips
     * @return the smaller task
     */
    public DownstreamTask with(List<Clip> readable) {
        return new DownstreamTask(name, readable, seconds, metric);
    }
}

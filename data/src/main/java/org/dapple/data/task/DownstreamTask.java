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
 * A labelled set that encoders are tested on: a downstream set as it was found on a disk, or anybody's manifest.
 *
 * @param name for tables and file names
 * @param clips all of them labelled, with splits or folds
 * @param seconds that clips are cut or padded to
 * @param metric what it is scored by; says too whether a clip may have several labels
 */
public record DownstreamTask(String name, List<Clip> clips, double seconds, DownstreamMetric metric) {
    /** What clips may be cut or padded to at most. */
    public static final double LONGEST_SECONDS = 600;

    /** Checks that names identify clips and the length, and copies the list. */
    public DownstreamTask {
        clips = List.copyOf(clips);
        Set<String> names = new HashSet<>();
        for (Clip clip : clips) {
            ConfigurationException.require(names.add(clip.filename()), "data", "name every clip once", clip.filename());
        }
        ConfigurationException.require(!name.isBlank(), "task", "have a name", name);
        ConfigurationException.require(
                seconds > 0 && seconds <= LONGEST_SECONDS,
                "seconds",
                "be positive and at most " + LONGEST_SECONDS,
                seconds);
    }

    /**
     * A manifest; clips of several labels make it a task of several labels.
     *
     * @param name for tables and file names
     * @param clips all of them labelled
     * @param seconds that clips are cut or padded to
     * @return the task
     */
    public static DownstreamTask of(String name, List<Clip> clips, double seconds) {
        boolean several =
                Fold.used(clips).stream().anyMatch(clip -> clip.labels().size() > 1);
        return new DownstreamTask(
                name, clips, seconds, several ? DownstreamMetric.MEAN_AVERAGE_PRECISION : DownstreamMetric.ACCURACY);
    }

    /**
     * What becomes of the rows.
     *
     * @param skipped clips that could not be read
     * @return the counts of what probes and fine-tuning use, and of what they leave out
     */
    public RowCounts rows(List<SkippedClip> skipped) {
        return Fold.rows(clips, skipped);
    }

    /**
     * The classes of the clips that some fold uses.
     *
     * @return sorted
     * @throws ConfigurationException with the key {@code data} if a label is missing or there is only one
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
        ConfigurationException.require(labels.size() >= 2, "data", "have at least two labels", labels);
        return List.copyOf(labels);
    }

    /** The classes of one clip: the whole label, or what it is joined from. */
    public List<String> labels(Clip clip) {
        return metric == DownstreamMetric.ACCURACY ? List.of(String.valueOf(clip.label())) : clip.labels();
    }

    /**
     * The task with those clips that could be read.
     *
     * @param readable some of the clips
     * @return the smaller task
     */
    public DownstreamTask with(List<Clip> readable) {
        return new DownstreamTask(name, readable, seconds, metric);
    }
}

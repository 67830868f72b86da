package org.dapple.eval.result;

import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.StudentInterval;
import org.jspecify.annotations.Nullable;

/**
 * What one encoder reached on one task, in one or more runs of the probe.
 *
 * @param encoder its name
 * @param task its name
 * @param runs one for each seed of the probe, at least one
 * @param shots the few-shot curve; empty if it was not asked for
 * @param provenance how it was made, as {@link ResultOrigin#toJson} gives it
 */
public record TaskResult(
        String encoder, String task, List<ProbeResult> runs, List<ShotScore> shots, Map<String, Object> provenance) {

    /** Copies the lists. */
    public TaskResult {
        runs = List.copyOf(runs);
        shots = List.copyOf(shots);
        ConfigurationException.require(!runs.isEmpty(), "runs", "be at least one", runs);
    }

    /**
     * A result of which nobody has noted how it was made.
     *
     * @param encoder its name
     * @param task its name
     * @param runs one for each seed of the probe, at least one
     * @param shots the few-shot curve; empty if it was not asked for
     */
    public TaskResult(String encoder, String task, List<ProbeResult> runs, List<ShotScore> shots) {
        this(encoder, task, runs, shots, Map.of());
    }

    /** The same with one more section of provenance. */
    public TaskResult with(String section, Map<String, Object> facts) {
        Map<String, Object> more = new LinkedHashMap<>(provenance);
        more.put(section, facts);
        return new TaskResult(encoder, task, runs, shots, more);
    }

    /** What the provenance says of something, or an empty text. */
    public Object fact(String section, String name) {
        @Nullable Object value = provenance.get(section) instanceof Map<?, ?> facts ? facts.get(name) : null;
        return value == null ? "" : value;
    }

    /** {@return what the scores say nothing of: labels that no test clip has, labels that all have} */
    public List<String> remarks() {
        return runs.get(0).remarks();
    }

    /** {@return in words, how many trainings the number of epochs ended; empty if none, or if there are no epochs} */
    public Optional<String> budget() {
        int ended = runs.stream().mapToInt(ProbeResult::budgetEnded).sum();
        int all = runs.stream().mapToInt(run -> run.folds().size()).sum();
        return ended == 0
                ? Optional.empty()
                : Optional.of(ended + " of " + all + " trainings were ended by the number of epochs while they still"
                        + " improved: more would have changed the score.");
    }

    /** {@return what guessing gives: one over the number of classes; empty where a clip may have several} */
    public OptionalDouble chance() {
        return metric() == DownstreamMetric.ACCURACY
                ? OptionalDouble.of(1.0 / runs.get(0).labels().size())
                : OptionalDouble.empty();
    }

    /** {@return the mean over the runs of their means over the folds} */
    public double score() {
        return runs.stream().mapToDouble(ProbeResult::score).average().orElseThrow();
    }

    /** {@return the scores of the runs, of which the lowest and the highest are told} */
    public DoubleSummaryStatistics scores() {
        return runs.stream().mapToDouble(ProbeResult::score).summaryStatistics();
    }

    /** {@return the score and its interval over the seeds of the probe, by Student's t; none for a single run} */
    public Interval overRuns() {
        return StudentInterval.of(runs.stream().mapToDouble(ProbeResult::score).toArray());
    }

    /**
     * {@return the {@link #score} with its interval over clips, or over the sources of clips where these are known:
     * what other test clips of the same kind would give; or with the reason why there is none}
     */
    public Interval overClips() {
        return TestedClips.of(runs).interval();
    }

    /** {@return how the first run ranks the clips of each label; empty where a clip has one label} */
    public Optional<MultiLabelScores> rankings() {
        ProbeResult first = runs.get(0);
        return metric() == DownstreamMetric.ACCURACY
                ? Optional.empty()
                : Optional.of(MultiLabelScores.of(first.labels(), first.predictions()));
    }

    /** {@return what is scored} */
    public DownstreamMetric metric() {
        return runs.get(0).metric();
    }

    /** {@return name and version of the probe's protocol} */
    public String protocol() {
        return runs.get(0).protocol();
    }
}

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
 * The result of one encoder on one task, from one or more runs of the probe.
 *
 * @param encoder name of the encoder
 * @param task name of the task
 * @param runs one for each seed of the probe, at least one
 * @param shots the few-shot curve; empty if none was wanted
 * @param provenance how the result was made, as returned by {@link ResultOrigin#toJson}
 */
public record TaskResult(
        String encoder, String task, List<ProbeResult> runs, List<ShotScore> shots, Map<String, Object> provenance) {

    /** Copies the lists and refuses an empty list of runs. */
    public TaskResult {
        runs = List.copyOf(runs);
        shots = List.copyOf(shots);
        ConfigurationException.require(!runs.isEmpty(), "runs", "be at least one", runs);
    }

    /**
     * Creates a result without provenance.
     *
     * @param encoder name of the encoder
     * @param task name of the task
     * @param runs one for each seed of the probe, at least one
     * @param shots the few-shot curve; empty if none was wanted
     */
    public TaskResult(String encoder, String task, List<ProbeResult> runs, List<ShotScore> shots) {
        this(encoder, task, runs, shots, Map.of());
    }

    /**
     * Adds a section to the provenance.
     *
     * @param section its name
     * @param facts its content
     * @return the result with that section
     */
    public TaskResult with(String section, Map<String, Object> facts) {
        Map<String, Object> more = new LinkedHashMap<>(provenance);
        more.put(section, facts);
        return new TaskResult(encoder, task, runs, shots, more);
    }

    /**
     * Looks up a fact of the provenance.
     *
     * @param section its section
     * @param name its name
     * @return the fact; an empty text if there is none
     */
    public Object fact(String section, String name) {
        @Nullable Object value = provenance.get(section) instanceof Map<?, ?> facts ? facts.get(name) : null;
        return value == null ? "" : value;
    }

    /** {@return sentences about what the scores leave out: labels that no test clip has, labels that all have} */
    public List<String> remarks() {
        return runs.get(0).remarks();
    }

    /**
     * {@return a sentence on how many trainings ended at the last epoch; empty if none did, or if there are no epochs}
     */
    public Optional<String> budget() {
        int ended = runs.stream().mapToInt(ProbeResult::budgetEnded).sum();
        int all = runs.stream().mapToInt(run -> run.folds().size()).sum();
        return ended == 0
                ? Optional.empty()
                : Optional.of(ended + " of " + all + " trainings were ended by the number of epochs while they still"
                        + " improved: more epochs would have changed the score.");
    }

    /** {@return the chance level: one over the number of classes; empty where clips may have several labels} */
    public OptionalDouble chance() {
        return metric() == DownstreamMetric.ACCURACY
                ? OptionalDouble.of(1.0 / runs.get(0).labels().size())
                : OptionalDouble.empty();
    }

    /** {@return the mean over the runs of the mean over the folds} */
    public double score() {
        return runs.stream().mapToDouble(ProbeResult::score).average().orElseThrow();
    }

    /** {@return lowest, highest and mean score of the runs} */
    public DoubleSummaryStatistics scores() {
        return runs.stream().mapToDouble(ProbeResult::score).summaryStatistics();
    }

    /**
     * {@return the score with its interval over the seeds of the probe, by Student's t; without one for a single run}
     */
    public Interval overRuns() {
        return StudentInterval.of(runs.stream().mapToDouble(ProbeResult::score).toArray());
    }

    /**
     * {@return the {@link #score} with its interval over clips, or over their sources where these are known: what other
     * test clips of the same kind would give; or with the reason for having none}
     */
    public Interval overClips() {
        return TestedClips.of(runs).interval();
    }

    /** {@return how the first run ranks the clips of each label; empty where clips have one label} */
    public Optional<MultiLabelScores> rankings() {
        ProbeResult first = runs.get(0);
        return metric() == DownstreamMetric.ACCURACY
                ? Optional.empty()
                : Optional.of(MultiLabelScores.of(first.labels(), first.predictions()));
    }

    /** {@return the metric} */
    public DownstreamMetric metric() {
        return runs.get(0).metric();
    }

    /** {@return name and version of the probe's protocol} */
    public String protocol() {
        return runs.get(0).protocol();
    }
}

package org.dapple.experiment;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dapple.core.files.WorkLock;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.comparison.Evaluation;
import org.dapple.eval.scoring.EvaluationJob;
import org.dapple.experiment.encoder.EncoderNames;
import org.dapple.experiment.encoder.Entry;
import org.dapple.experiment.encoder.ProbeRates;
import org.dapple.experiment.encoder.RunChoice;
import org.dapple.experiment.report.EvaluationReport;
import org.dapple.experiment.report.EvaluationText;
import org.dapple.experiment.scoring.Evaluating;

/**
 * Tests encoders on tasks and writes scores, comparisons and a report, as {@code dapple eval} does. Begun again, it
 * continues with what is in its folders.
 */
public final class EncoderEvaluation {
    private final EvaluationJob job;
    private final List<DownstreamTask> tasks;
    private final EncoderNames names;
    private final List<Entry> entries;
    private final ProbeRates rates;
    private final boolean allowHeard;

    /**
     * What was found.
     *
     * @param evaluation scores and comparisons
     * @param page the report
     * @param json all figures
     */
    public record Result(Evaluation evaluation, Path page, Map<String, Object> json) {}

    /**
     * An evaluation; refuses whatever can be refused before sounds are read.
     *
     * @param job how encoders are tested
     * @param tasks on what
     * @param runs pre-training runs, or checkpoints of them
     * @param encoders folders of encoders
     * @param baselines whether log-mel statistics and untrained encoders are tested too
     * @param rates learning rates of the protocol {@code evar}, each {@code [NAME=]RATE}
     * @param allowHeard whether an encoder may have heard test clips
     * @throws ConfigurationException if an encoder or a rate is wrong
     * @throws IOException if a run or a list of heard clips cannot be read
     */
    public EncoderEvaluation(
            EvaluationJob job,
            List<DownstreamTask> tasks,
            List<RunChoice> runs,
            List<Path> encoders,
            boolean baselines,
            List<String> rates,
            boolean allowHeard)
            throws IOException {
        this.job = job;
        this.tasks = List.copyOf(tasks);
        this.allowHeard = allowHeard;
        tasks.forEach(job::check);
        this.names = EncoderNames.of(runs, encoders, baselines ? Entry.BASELINES : Set.of());
        this.entries = Entry.all(names, baselines);
        this.rates = new ProbeRates(job.probe(), rates);
        this.rates.requireNames(entries.stream().map(Entry::name).toList());
        entries.forEach(entry -> this.rates.of(entry.name(), entry.learningRate(), entry.loader() == null));
    }

    /**
     * Tests all encoders on all tasks.
     *
     * @param out the folder for scores and report, which no other process may use meanwhile
     * @param manager its device computes
     * @param watch follows the work
     * @return what was found
     * @throws ConfigurationException with the key {@code data} if an encoder has heard test clips
     * @throws IOException if files cannot be read or written
     */
    public Result run(Path out, NDManager manager, Watch watch) throws IOException {
        return WorkLock.holding(out, () -> {
            for (DownstreamTask task : tasks) {
                watch.say(String.format(
                        Locale.ROOT, "%s: clips are cut or padded to %.2f s", task.name(), task.seconds()));
            }
            Evaluating evaluating = new Evaluating(job, tasks, allowHeard, rates, manager, watch);
            evaluating.test(entries);
            Evaluation evaluation = Evaluation.of(evaluating.results());
            EvaluationText.say(evaluation, watch);
            Path page = new EvaluationReport(evaluation, job, names.runs(), watch).write(out, evaluating, manager);
            watch.say("\nReport: " + page);
            return new Result(evaluation, page, EvaluationText.json(evaluation));
        });
    }
}

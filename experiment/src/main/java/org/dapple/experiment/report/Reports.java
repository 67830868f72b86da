package org.dapple.experiment.report;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.dapple.core.run.Provenance;
import org.dapple.core.run.RunDirectory;
import org.dapple.data.store.Corpus;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.eval.leak.LeakCheck;
import org.dapple.eval.report.HtmlReport;
import org.dapple.eval.report.ReportContent;
import org.dapple.eval.report.chart.Curve;
import org.dapple.eval.report.chart.Curves;
import org.dapple.eval.report.part.ReportPart;
import org.dapple.eval.report.table.Confusion;
import org.dapple.eval.report.table.ScoreRow;
import org.dapple.eval.report.table.Scores;
import org.dapple.eval.result.ProbeResult;
import org.dapple.eval.result.ResultOrigin;
import org.dapple.eval.result.TaskResult;
import org.dapple.train.PretrainingJob;
import org.dapple.train.record.MetricsLog;

/** Builds report content from results. */
public final class Reports {
    private Reports() {}

    /**
     * The HTML page of one probe.
     *
     * @param job the run of the encoder; empty for an encoder in a folder of its own
     * @param name of the encoder
     * @param data the labelled clips
     * @param tested the scores
     * @param leaks what is known of heard test clips
     * @param provenance how the scores were made
     * @return the page in UTF-8
     * @throws IOException if the run's metrics cannot be read
     */
    public static byte[] ofProbe(
            Optional<PretrainingJob> job,
            String name,
            Path data,
            TaskResult tested,
            LeakCheck leaks,
            Map<String, Object> provenance)
            throws IOException {
        ProbeResult result = tested.runs().get(0);
        StringBuilder summary = new StringBuilder(String.format(
                Locale.ROOT,
                "A probe by the protocol %s on the frozen embeddings of the %s classifies %d test clips of %s: %s %s.",
                result.protocol(),
                name,
                result.predictions().size(),
                data,
                result.metric().shortName(),
                tested.overClips().percent()));
        if (tested.runs().size() > 1) {
            summary.append(String.format(
                    Locale.ROOT,
                    " This is the mean of %d seeds, which range from %.1f to %.1f %%.",
                    tested.runs().size(),
                    100 * tested.scores().getMin(),
                    100 * tested.scores().getMax()));
        }
        tested.remarks().forEach(remark -> summary.append(' ').append(remark));
        tested.budget().ifPresent(ended -> summary.append(' ').append(ended));
        leaks.ofHearing().forEach(sentence -> summary.append(' ').append(sentence));
        if (!leaks.ofPretraining().isEmpty()) {
            summary.append(" Therefore the score is no estimate for new sound.");
        }
        List<ReportPart> parts = new ArrayList<>();
        parts.add(new Scores("Scores", List.of(score(name, result))));
        if (job.isPresent()) {
            parts.add(losses(List.of(curve("loss", job.get().run()))));
        }
        if (result.metric() == DownstreamMetric.ACCURACY) {
            parts.add(confusion(name, result));
        }
        Map<String, String> facts = ResultOrigin.facts(provenance);
        job.ifPresent(of -> settings(of).forEach(facts::putIfAbsent));
        ReportContent content = new ReportContent("Probe", summary.toString(), parts, facts);
        return HtmlReport.render(content).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A row of the score table.
     *
     * @param name of the encoder
     * @param result its probe
     * @return the row
     */
    public static ScoreRow score(String name, ProbeResult result) {
        String note = result.predictions().size() + " test clips, "
                + result.folds().size() + (result.folds().size() == 1 ? " split" : " folds");
        boolean oneLabel = result.metric() == DownstreamMetric.ACCURACY;
        return new ScoreRow(
                name,
                result.interval(),
                oneLabel ? OptionalDouble.of(1.0 / result.labels().size()) : OptionalDouble.empty(),
                oneLabel ? note : result.metric().shortName() + ", " + note);
    }

    /**
     * The losses of runs in one chart.
     *
     * @param curves one for each run
     * @return the chart
     */
    public static Curves losses(List<Curve> curves) {
        return new Curves(
                "Training",
                "loss of a training step",
                curves.size() > 1
                        ? "Losses of different masks or models measure different tasks: they do not show which encoder is"
                                + " better."
                        : "",
                0,
                curves);
    }

    /**
     * The training loss of a run.
     *
     * @param name of the curve
     * @param run the run
     * @return loss by step
     * @throws IOException if the run's metrics cannot be read
     */
    public static Curve curve(String name, RunDirectory run) throws IOException {
        return new Curve(
                name,
                MetricsLog.read(run.metrics()).stream()
                        .map(entry -> new Curve.Point(entry.step(), entry.loss()))
                        .toList());
    }

    /**
     * The confusion matrix of a probe.
     *
     * @param title of the matrix
     * @param result the probe
     * @return the matrix
     */
    public static Confusion confusion(String title, ProbeResult result) {
        return new Confusion(title, result.labels(), result.confusion());
    }

    /**
     * The provenance of a run's numbers: its settings and data, and the versions and hardware of this process.
     *
     * @param job the run
     * @param manager its device is named
     * @return facts by name
     */
    public static Map<String, String> facts(PretrainingJob job, NDManager manager) {
        Map<String, String> facts = new LinkedHashMap<>(Provenance.of(manager));
        facts.putAll(settings(job));
        return facts;
    }

    /** The settings and data that an encoder was pre-trained with. */
    static Map<String, String> settings(PretrainingJob job) {
        Map<String, String> facts = new LinkedHashMap<>();
        job.config().toSettings(job.catalogues()).forEach((key, value) -> facts.put(key, text(value)));
        facts.put("pre-training data", job.corpora().stream().map(Reports::name).collect(Collectors.joining("; ")));
        return facts;
    }

    private static String name(Corpus corpus) {
        return corpus.path().getFileName()
                + (corpus.split().isEmpty() ? "" : ", split " + corpus.split())
                + (corpus.folds().isEmpty() ? "" : ", folds " + String.join(", ", corpus.folds()));
    }

    private static String text(Object value) {
        return value instanceof Map<?, ?> map ? flat(map) : String.valueOf(value);
    }

    private static String flat(Map<?, ?> map) {
        StringBuilder text = new StringBuilder();
        map.forEach((key, value) ->
                text.append(text.isEmpty() ? "" : ", ").append(key).append(' ').append(value));
        return text.toString();
    }
}

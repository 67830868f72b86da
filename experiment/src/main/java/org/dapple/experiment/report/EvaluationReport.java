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
import org.dapple.core.files.AtomicFile;
import org.dapple.core.files.WorkLock;
import org.dapple.core.run.Provenance;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.comparison.Evaluation;
import org.dapple.eval.comparison.EvaluationCsv;
import org.dapple.eval.comparison.PairedResult;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.report.EvarLines;
import org.dapple.eval.report.HtmlReport;
import org.dapple.eval.report.MarkdownReport;
import org.dapple.eval.report.ReportContent;
import org.dapple.eval.report.ReportData;
import org.dapple.eval.report.chart.Curve;
import org.dapple.eval.report.chart.EmbeddingMap;
import org.dapple.eval.report.chart.Picture;
import org.dapple.eval.report.chart.Pictures;
import org.dapple.eval.report.chart.ShotCurves;
import org.dapple.eval.report.part.ReportPart;
import org.dapple.eval.report.table.ComparisonMatrix;
import org.dapple.eval.report.table.ScoreMatrix;
import org.dapple.eval.result.ProbeResult;
import org.dapple.eval.result.ResultOrigin;
import org.dapple.eval.result.ShotScore;
import org.dapple.eval.result.TaskResult;
import org.dapple.eval.scoring.EvaluationJob;
import org.dapple.eval.scoring.FewShot;
import org.dapple.eval.statistics.Interval;
import org.dapple.experiment.encoder.RunChoice;
import org.dapple.experiment.scoring.Evaluating;
import org.dapple.experiment.text.Sentence;

/** Writes an evaluation as a report (HTML and Markdown) and as files for programs. */
public final class EvaluationReport {
    /** Confusion matrices of more classes are hard to read. */
    private static final int MOST_CONFUSED = 40;

    private final Evaluation evaluation;
    private final EvaluationJob job;
    private final List<RunChoice> runs;
    private final Watch watch;

    /**
     * A report of an evaluation.
     *
     * @param evaluation the scores and comparisons
     * @param job how they were made
     * @param runs the runs that were tested, for settings, losses and masks
     * @param watch follows the work
     */
    public EvaluationReport(Evaluation evaluation, EvaluationJob job, List<RunChoice> runs, Watch watch) {
        this.evaluation = evaluation;
        this.job = job;
        this.runs = runs;
        this.watch = watch;
    }

    /**
     * Writes all files of the report.
     *
     * @param out the folder to write to
     * @param evaluating what was tested
     * @param manager its device draws masks
     * @return the path of the HTML page
     * @throws IOException if a file cannot be written
     */
    public Path write(Path out, Evaluating evaluating, NDManager manager) throws IOException {
        AtomicFile.write(out.resolve("contracts.txt"), evaluating.contracts().getBytes(StandardCharsets.UTF_8));
        EvaluationCsv.write(out, evaluation);
        List<ReportPart> pictures = maps(evaluating);
        part(evaluating, "the masks", () -> gallery(runs, evaluating.sound(), manager))
                .ifPresent(pictures::add);
        ReportContent content = content(evaluating.warnings(), pictures, manager);
        Path page = out.resolve("report.html");
        AtomicFile.write(page, HtmlReport.render(content).getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(
                out.resolve("report.md"), MarkdownReport.render(content).getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(out.resolve("report.json"), ReportData.json(content).getBytes(StandardCharsets.UTF_8));
        if (job.probe().protocolName().startsWith("evar")) {
            AtomicFile.write(out.resolve("evar.csv"), evar().csv().getBytes(StandardCharsets.UTF_8));
        }
        return page;
    }

    private ReportContent content(List<String> notes, List<ReportPart> maps, NDManager manager) throws IOException {
        List<ReportPart> parts = new ArrayList<>();
        parts.add(scores());
        for (String task : evaluation.tasks()) {
            parts.add(comparisons(task));
        }
        for (String task : evaluation.tasks()) {
            shots(task).ifPresent(parts::add);
        }
        parts.addAll(maps);
        parts.addAll(confusions());
        if (!runs.isEmpty()) {
            List<Curve> curves = new ArrayList<>();
            for (RunChoice run : runs) {
                curves.add(Reports.curve(run.title(), run.job().run()));
            }
            parts.add(Reports.losses(curves));
        }
        return new ReportContent("Evaluation of encoders", summary(notes), parts, facts(manager));
    }

    private String summary(List<String> notes) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d encoders and baselines on %d task%s by the protocol %s, %d runs of the probe.",
                evaluation.encoders().size(),
                evaluation.tasks().size(),
                evaluation.tasks().size() == 1 ? "" : "s",
                job.probe().protocolName(),
                job.seeds().size()));
        for (String sentence : evaluation.sentences()) {
            text.append(' ').append(sentence).append('.');
        }
        text.append(" The tests cover the choice of test clips, not the seed of pre-training: they compare these"
                + " encoders, not ways of training.");
        notes.forEach(note -> text.append(' ').append(note));
        return text.toString();
    }

    private ScoreMatrix scores() {
        List<ScoreMatrix.Task> tasks = new ArrayList<>();
        for (String task : evaluation.tasks()) {
            TaskResult any = of(task).get(0);
            tasks.add(new ScoreMatrix.Task(task, any.metric().shortName(), any.chance()));
        }
        Map<String, Double> ranks = evaluation.meanRanks();
        List<ScoreMatrix.Row> rows = new ArrayList<>();
        for (String encoder : evaluation.encoders()) {
            List<Optional<ScoreMatrix.Cell>> cells = new ArrayList<>();
            for (String task : evaluation.tasks()) {
                cells.add(evaluation.result(encoder, task).map(this::cell));
            }
            Double rank = ranks.get(encoder);
            rows.add(new ScoreMatrix.Row(
                    encoder, cells, rank == null ? OptionalDouble.empty() : OptionalDouble.of(rank)));
        }
        return new ScoreMatrix(
                "Scores",
                tasks,
                rows,
                "Bold: better than every other encoder on the task by the paired test, adjusted over tasks by Holm's"
                        + " method.");
    }

    private ScoreMatrix.Cell cell(TaskResult result) {
        Interval runsOfProbe = result.overRuns();
        return new ScoreMatrix.Cell(
                result.score(),
                result.overClips(),
                result.runs().size() > 1 ? Optional.of(runsOfProbe) : Optional.empty(),
                evaluation.best(result.encoder(), result.task()));
    }

    private List<TaskResult> of(String task) {
        return evaluation.results().stream()
                .filter(result -> result.task().equals(task))
                .toList();
    }

    private ComparisonMatrix comparisons(String task) {
        List<String> encoders = of(task).stream().map(TaskResult::encoder).toList();
        List<ComparisonMatrix.Pair> pairs = new ArrayList<>();
        for (PairedResult pair : evaluation.pairs()) {
            if (pair.task().equals(task)) {
                pairs.add(new ComparisonMatrix.Pair(
                        pair.first(),
                        pair.second(),
                        pair.comparison().difference(),
                        pair.adjusted(),
                        pair.comparison().test().toString(),
                        pair.verdict()));
            }
        }
        return new ComparisonMatrix(
                "Comparisons, " + task,
                encoders,
                pairs,
                "P-values are adjusted by Holm's method over the tasks on which two encoders are compared.");
    }

    private Optional<ShotCurves> shots(String task) {
        List<ShotCurves.Series> series = new ArrayList<>();
        for (TaskResult result : of(task)) {
            if (!result.shots().isEmpty()) {
                series.add(new ShotCurves.Series(result.encoder(), points(result.shots())));
            }
        }
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new ShotCurves(
                        "Few labelled clips, " + task,
                        series,
                        of(task).get(0).chance(),
                        "Each test clip gets the class with the nearest mean. Scores are means over draws of clips, with 95 %"
                                + " intervals by Student's t over draws."));
    }

    /**
     * The points of a curve. Where classes have fewer clips than a number of shots, that point equals the one of all
     * clips.
     */
    private static List<ShotCurves.Point> points(List<ShotScore> shots) {
        List<ShotCurves.Point> points = new ArrayList<>();
        shots.stream().map(EvaluationReport::point).forEach(point -> {
            points.removeIf(before -> before.shots() >= point.shots());
            points.add(point);
        });
        return points;
    }

    private static ShotCurves.Point point(ShotScore shot) {
        Interval score = shot.score();
        boolean all = shot.shots() == FewShot.ALL;
        return new ShotCurves.Point(
                all ? (int) Math.max(1, Math.round(shot.clipsPerClass())) : shot.shots(), all, score);
    }

    /** Confusions of the encoder tested last, in the first run of the probe. */
    private List<ReportPart> confusions() {
        List<ReportPart> parts = new ArrayList<>();
        String encoder = evaluation.encoders().get(evaluation.encoders().size() - 1);
        for (String task : evaluation.tasks()) {
            evaluation.result(encoder, task).ifPresent(result -> {
                ProbeResult first = result.runs().get(0);
                if (first.confusion().length > 0 && first.labels().size() <= MOST_CONFUSED) {
                    parts.add(Reports.confusion("Confusions, " + task + ", " + encoder, first));
                }
            });
        }
        return parts;
    }

    private Map<String, String> facts(NDManager manager) {
        Map<String, String> facts = new LinkedHashMap<>(Provenance.of(manager));
        for (TaskResult result : evaluation.results()) {
            ResultOrigin.facts(result.provenance()).forEach((key, value) -> {
                if (key.startsWith("encoder, ")) {
                    facts.put(result.encoder() + ", " + key.substring("encoder, ".length()), value);
                } else if (key.startsWith("clips, ")) {
                    facts.put(result.task() + ", " + key, value);
                } else if (key.startsWith("learning, ")) {
                    facts.put(result.encoder() + ", probe, " + key.substring("learning, ".length()), value);
                }
            });
        }
        for (RunChoice run : runs) {
            Reports.settings(run.job())
                    .forEach((key, value) -> facts.putIfAbsent(run.title() + ", training, " + key, value));
        }
        return facts;
    }

    /** The masks of the runs on one sound. */
    private static Optional<ReportPart> gallery(List<RunChoice> runs, Path sound, NDManager manager)
            throws IOException {
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        MaskStudio studio = new MaskStudio(AudioReader.standard().read(sound), manager);
        List<MaskLook> looks = new ArrayList<>();
        for (RunChoice run : runs) {
            MaskVariant variant =
                    new MaskVariant(run.title(), run.job().config().masking());
            looks.add(MaskLook.at(studio, variant, 3, 0));
        }
        Picture picture = MaskLook.picture("Masks of pre-training on " + ClipNames.brief(sound), studio, looks);
        return Optional.of(new Pictures("Masks", List.of(picture)));
    }

    private EvarLines evar() {
        List<EvarLines.Line> lines = new ArrayList<>();
        for (TaskResult result : evaluation.results()) {
            for (int run = 0; run < result.runs().size(); run++) {
                lines.add(new EvarLines.Line(
                        result.encoder(),
                        result.task(),
                        result.runs().get(run).score(),
                        "seed" + job.seeds().get(run),
                        "Linear evaluation",
                        result.protocol()));
            }
        }
        return new EvarLines(lines);
    }

    /** Maps of the tasks' clips by the encoder tested last. */
    private List<ReportPart> maps(Evaluating evaluating) throws IOException {
        List<ReportPart> maps = new ArrayList<>();
        String encoder = evaluation.encoders().get(evaluation.encoders().size() - 1);
        try (Watch.Stage progress =
                watch.begin("mapping embeddings", evaluating.tasks().size(), "tasks")) {
            for (int i = 0; i < evaluating.tasks().size(); i++) {
                DownstreamTask task = evaluating.tasks().get(i);
                Embeddings embeddings = evaluating.newest().get(i);
                part(
                                evaluating,
                                "the map of " + task.name(),
                                () -> Optional.of(EmbeddingMaps.of(
                                        task,
                                        encoder,
                                        embeddings,
                                        EmbeddingMap.MOST_SOUNDS
                                                / evaluating.tasks().size())))
                        .ifPresent(maps::add);
                progress.step();
            }
        }
        return maps;
    }

    /**
     * A part of the report, or a warning that it is left out: a picture that fails must not lose scores that took
     * hours.
     */
    private static Optional<ReportPart> part(
            Evaluating evaluating, String name, WorkLock.Work<Optional<ReportPart>> part) {
        try {
            return part.run();
        } catch (IOException | ConfigurationException e) {
            evaluating.warn("Left out of the report: " + name + ", because " + Sentence.of(e) + ".");
            return Optional.empty();
        }
    }
}

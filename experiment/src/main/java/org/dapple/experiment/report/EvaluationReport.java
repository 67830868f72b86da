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
import org.dapple.core.files.AtomicFile;
import org.dapple.core.files.WorkLock;
import org.dapple.core.run.Provenance;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.comparison.Evaluation;
import org.dapple.eval.comparison.EvaluationCsv;
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
import org.dapple.eval.report.part.ReportPart;
import org.dapple.eval.result.ResultOrigin;
import org.dapple.eval.result.TaskResult;
import org.dapple.eval.scoring.EvaluationJob;
import org.dapple.experiment.encoder.RunChoice;
import org.dapple.experiment.scoring.Evaluating;
import org.dapple.experiment.text.Sentence;

/** Writes an evaluation as a report (HTML and Markdown) and as files for programs. */
public final class EvaluationReport {
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
        EvaluationParts figures = new EvaluationParts(evaluation);
        parts.add(figures.scores());
        for (String task : evaluation.tasks()) {
            parts.add(figures.comparisons(task));
        }
        for (String task : evaluation.tasks()) {
            figures.shots(task).ifPresent(parts::add);
        }
        parts.addAll(maps);
        parts.addAll(figures.confusions());
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

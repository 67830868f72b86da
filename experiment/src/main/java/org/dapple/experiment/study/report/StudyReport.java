package org.dapple.experiment.study.report;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dapple.core.files.AtomicFile;
import org.dapple.core.files.Json;
import org.dapple.core.run.Provenance;
import org.dapple.core.run.Watch;
import org.dapple.data.audio.UnreadableAudioException;
import org.dapple.eval.report.HtmlReport;
import org.dapple.eval.report.MarkdownReport;
import org.dapple.eval.report.ReportContent;
import org.dapple.eval.report.chart.Curve;
import org.dapple.eval.report.chart.Curves;
import org.dapple.eval.report.chart.Picture;
import org.dapple.eval.report.chart.Pictures;
import org.dapple.eval.report.part.ReportPart;
import org.dapple.eval.result.ResultOrigin;
import org.dapple.experiment.report.MaskStudio;
import org.dapple.experiment.study.Cell;
import org.dapple.experiment.study.Entrant;
import org.dapple.experiment.study.Strategy;
import org.dapple.experiment.study.StudyFolder;
import org.dapple.experiment.study.StudyResults;
import org.dapple.experiment.study.StudyStatistics;
import org.dapple.experiment.study.cost.StudyCosts;
import org.dapple.masking.MaskingStrategy;

/**
 * The report of a study: an HTML page, the same as Markdown, and CSV files.
 *
 * @param results the scores
 * @param costs of the strategies
 * @param folder to write to
 */
public record StudyReport(StudyResults results, StudyCosts costs, StudyFolder folder) {
    /** Percentage points by which seeds easily differ. */
    private static final double LEAST_RANGE = 20;

    private static final String MEANS =
            "Means over the seeds; the table of scores has their intervals, which may be wide. Step 0 is the untrained encoder.";

    /**
     * Writes the report.
     *
     * @param watch is told what is left out
     * @param sounds masks are drawn on the first one that can be read; without one they are left out
     * @param manager its device computes
     * @return the report's summary
     * @throws IOException if files cannot be written
     */
    public String write(Watch watch, List<Path> sounds, NDManager manager) throws IOException {
        StudyStatistics statistics = results.statistics();
        String summary = new StudySummary(results, statistics).text();
        StudyCsv csv = new StudyCsv(folder, results, statistics);
        csv.write(summary);
        csv.write(costs);
        List<ReportPart> parts = new ArrayList<>();
        StudyTables tables = new StudyTables(results, statistics, folder);
        parts.addAll(tables.scores());
        parts.add(new CostTable(costs).table());
        if (results.study().evaluation().checkpoints() > 0) {
            parts.addAll(curves());
        }
        masks(watch, sounds, manager).ifPresent(parts::add);
        if (!statistics.comparisons().isEmpty()) {
            parts.add(tables.comparisons());
        }
        parts.add(tables.runs());
        ReportContent content = new ReportContent(results.study().name(), summary, parts, facts(manager));
        write("report.html", HtmlReport.render(content));
        write("report.md", MarkdownReport.render(content));
        return summary;
    }

    /** Masks on the first sound that can be read: an unreadable clip must not prevent the report. */
    private Optional<ReportPart> masks(Watch watch, List<Path> sounds, NDManager manager) throws IOException {
        for (Path sound : sounds) {
            try {
                Picture picture = MaskStudio.moments("Masks of the study", sound, strategies(), manager);
                return Optional.of(new Pictures("Masks", List.of(picture)));
            } catch (UnreadableAudioException | NoSuchFileException e) {
                // Try the next one.
            }
        }
        watch.say("Left out of the report: the masks, because none of the first " + sounds.size()
                + " clips can be read.");
        return Optional.empty();
    }

    private void write(String name, String text) throws IOException {
        AtomicFile.write(folder.root().resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    /** The maskings by name; by model and name if models have different maskings of one name. */
    private Map<String, MaskingStrategy> strategies() {
        Map<String, MaskingStrategy> strategies = new LinkedHashMap<>();
        for (Strategy strategy : results.study().strategies()) {
            MaskingStrategy masking =
                    results.study().cells(strategy).get(0).config().masking();
            MaskingStrategy same = strategies.putIfAbsent(strategy.masks(), masking);
            if (same != null && !same.equals(masking)) {
                strategies.put(strategy.toString(), masking);
            }
        }
        return strategies;
    }

    /** For each model and task, the mean over the seeds by step, starting with the untrained encoder. */
    private List<ReportPart> curves() {
        List<ReportPart> parts = new ArrayList<>();
        for (String model : results.study().models()) {
            for (String task : results.tasks()) {
                List<Curve> curves = results.study().strategies().stream()
                        .filter(strategy -> strategy.model().equals(model))
                        .map(strategy -> curve(strategy, task))
                        .filter(curve -> !curve.points().isEmpty())
                        .toList();
                if (!curves.isEmpty()) {
                    parts.add(new Curves(
                            "Learning on " + task + ", " + model,
                            "score of the probe, per cent",
                            MEANS,
                            LEAST_RANGE,
                            curves));
                }
            }
        }
        return parts;
    }

    private Curve curve(Strategy strategy, String task) {
        SortedMap<Long, List<Double>> bySteps = new TreeMap<>();
        for (Cell cell : results.study().cells(strategy)) {
            results.score(cell, task).ifPresent(score -> score.curve()
                    .forEach((step, value) -> bySteps.computeIfAbsent(step, unused -> new ArrayList<>())
                            .add(value)));
        }
        if (!bySteps.isEmpty()) {
            results.untrained(strategy.model(), task).ifPresent(before -> bySteps.put(0L, List.of(before.mean())));
        }
        return new Curve(
                strategy.masks(),
                bySteps.entrySet().stream()
                        .map(point -> new Curve.Point(
                                point.getKey(),
                                100
                                        * point.getValue().stream()
                                                .mapToDouble(Double::doubleValue)
                                                .average()
                                                .orElseThrow()))
                        .toList());
    }

    private Map<String, String> facts(NDManager manager) {
        Map<String, String> facts = new LinkedHashMap<>(Provenance.of(manager));
        Map<String, Object> identity = results.study().evaluation().identity();
        facts.put("cells", results.progress());
        identity.forEach((key, value) -> facts.put(key, String.valueOf(value)));
        facts.put("data", Json.line(results.study().written()));
        for (StudyResults.Found found : results.found()) {
            String model = found.entrant().cell().strategy().model();
            boolean statistics = found.entrant().kind() == Entrant.Kind.STATISTICS;
            ResultOrigin.facts(found.score().provenance()).forEach((key, value) -> {
                if (key.startsWith("clips, ")) {
                    facts.putIfAbsent(found.score().task() + ", " + key, value);
                } else if (!key.matches("encoder, (name|checkpoint|fingerprint)")) {
                    facts.putIfAbsent((statistics ? "log-mel statistics" : model) + ", " + key, value);
                }
            });
        }
        facts.put("all settings", "study.yaml, beside this report");
        return facts;
    }
}

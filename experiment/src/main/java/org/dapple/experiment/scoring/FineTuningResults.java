package org.dapple.experiment.scoring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dapple.core.settings.Settings;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.Fold;
import org.dapple.data.task.LabelSet;
import org.dapple.eval.report.table.TextTable;
import org.dapple.eval.result.Prediction;
import org.dapple.eval.result.Predictions;
import org.dapple.eval.result.ProbeResult;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.StudentInterval;
import org.dapple.experiment.text.Tables;
import org.dapple.train.finetune.FineTuned;
import org.dapple.train.finetune.FineTuningConfig;
import org.dapple.train.finetune.Select;

/**
 * The scores of a fine-tuning over folds and seeds.
 *
 * @param config settings of the fine-tuning
 * @param labels the classes
 * @param runs one for each seed
 */
public record FineTuningResults(FineTuningConfig config, LabelSet labels, List<FineTuningResults.Run> runs) {

    /** All folds with one seed. */
    static final class Run {
        private final long seed;
        private final List<Prediction> predictions = new ArrayList<>();
        private final List<Map<String, Object>> epochs = new ArrayList<>();
        private final List<Integer> bestEpochs = new ArrayList<>();

        Run(long seed) {
            this.seed = seed;
        }

        /** Adds a fold. */
        void add(Fold fold, List<Prediction> ofFold, FineTuned done) {
            predictions.addAll(ofFold);
            bestEpochs.add(done.bestEpoch());
            List<Map<String, Object>> curve = new ArrayList<>();
            for (FineTuned.Epoch epoch : done.curve()) {
                Map<String, Object> point = new LinkedHashMap<>();
                point.put("epoch", epoch.number());
                point.put("loss", epoch.loss());
                if (!Double.isNaN(epoch.score())) {
                    point.put("score", epoch.score());
                }
                curve.add(point);
            }
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("fold", fold.name());
            tree.put("best_epoch", done.bestEpoch());
            tree.put("curve", curve);
            epochs.add(tree);
        }
    }

    /** {@return the seeds of the runs} */
    public List<Long> seeds() {
        return runs.stream().map(run -> run.seed).toList();
    }

    /** Whether a clip has exactly one class. */
    static boolean exclusive(LabelSet labels) {
        return labels.metric() == DownstreamMetric.ACCURACY;
    }

    private ProbeResult result(Run run) {
        return ProbeResult.of(config.protocolName(), labels.metric(), labels.names(), run.predictions);
    }

    /** {@return a table of scores by fold and seed with their means, and below it the score with its interval} */
    public String table() {
        List<ProbeResult> results = runs.stream().map(this::result).toList();
        List<String> header = new ArrayList<>(List.of("fold", "clips"));
        runs.forEach(run -> header.add("seed " + run.seed));
        List<List<String>> rows = new ArrayList<>();
        for (int fold = 0; fold < results.get(0).folds().size(); fold++) {
            ProbeResult.FoldScore score = results.get(0).folds().get(fold);
            List<String> row = new ArrayList<>(List.of(score.fold(), String.valueOf(score.clips())));
            for (int run = 0; run < runs.size(); run++) {
                row.add(percent(results.get(run).folds().get(fold).score()) + ", epoch "
                        + runs.get(run).bestEpochs.get(fold));
            }
            rows.add(row);
        }
        List<String> means = new ArrayList<>(List.of("mean over folds", ""));
        results.forEach(result -> means.add(percent(result.score())));
        rows.add(means);
        String title = labels.metric().shortName() + ", " + config.protocolName();
        return title + "\n" + Tables.text(new TextTable(title, header, rows)) + summary(results);
    }

    private String summary(List<ProbeResult> results) {
        if (results.size() == 1) {
            return "All test clips together: " + results.get(0).interval().percent() + warning();
        }
        Interval seeds = StudentInterval.of(
                results.stream().mapToDouble(ProbeResult::score).toArray());
        return "Mean of " + results.size() + " seeds: " + seeds.percent() + warning();
    }

    private String warning() {
        return config.select() == Select.TEST ? ", of the best TEST epoch (select=test)" : "";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** {@return the tree that is written as JSON} */
    public Map<String, Object> toJson() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("protocol", config.protocolName());
        tree.put("select", Settings.word(config.select()));
        tree.put("metric", labels.metric().shortName());
        tree.put(
                "score",
                runs.stream().mapToDouble(run -> result(run).score()).average().orElse(Double.NaN));
        List<Object> trees = new ArrayList<>();
        for (Run run : runs) {
            Map<String, Object> ofRun = new LinkedHashMap<>();
            ofRun.put("seed", run.seed);
            ofRun.putAll(result(run).toJson());
            ofRun.put("training", run.epochs);
            trees.add(ofRun);
        }
        tree.put("runs", trees);
        return tree;
    }

    /**
     * Writes the predictions as CSV: with one seed into the file, with several into one file for each seed.
     *
     * @param file with several seeds, each seed is added to its name
     * @throws IOException if a file cannot be written
     */
    public void writePredictions(Path file) throws IOException {
        for (Run run : runs) {
            Predictions.write(runs.size() == 1 ? file : withSeed(file, run.seed), labels.names(), run.predictions);
        }
    }

    private static Path withSeed(Path file, long seed) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.') < 0 ? name.length() : name.lastIndexOf('.');
        return file.resolveSibling(name.substring(0, dot) + "-seed-" + seed + name.substring(dot));
    }
}

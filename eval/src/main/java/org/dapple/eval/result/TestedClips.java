package org.dapple.eval.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.Jackknife;
import org.dapple.eval.statistics.RankedPair;
import org.dapple.eval.statistics.RankedScores;
import org.jspecify.annotations.Nullable;

/**
 * The test clips of several runs of one encoder on one task, clip by clip, from which statistics are computed.
 *
 * @param names the clips, in the order of the first run
 * @param sources the source of each clip
 * @param runs the predictions of each run
 */
public record TestedClips(List<String> names, List<@Nullable String> sources, List<TestedClips.Run> runs) {
    /** With fewer clips for a label, on average, the mean average precision depends too much on their number. */
    private static final int FEWEST_POSITIVES = 15;

    /**
     * The predictions of one run.
     *
     * @param folds the clips of each fold
     * @param correct 1 for each clip that was predicted correctly, else 0
     * @param classes C where clips may have several labels, else 0
     * @param targets row-major [n, C]
     * @param scores row-major [n, C]
     * @param ranked the sorted scores of each fold; empty where clips have one label
     */
    @SuppressWarnings("ArrayRecordComponent") // an intermediate result, never compared
    public record Run(
            List<int[]> folds,
            double[] correct,
            int classes,
            float[] targets,
            float[] scores,
            List<RankedScores> ranked) {

        /** {@return the mean over the folds in which a clip counts} */
        private double score(int[] weights) {
            double sum = 0;
            int counted = 0;
            for (int fold = 0; fold < folds.size(); fold++) {
                double score = classes > 0 ? ranked.get(fold).meanAveragePrecision(weights) : accuracy(fold, weights);
                sum += Double.isNaN(score) ? 0 : score;
                counted += Double.isNaN(score) ? 0 : 1;
            }
            return sum / counted;
        }

        private double accuracy(int fold, int[] weights) {
            double right = 0;
            int size = 0;
            for (int clip : folds.get(fold)) {
                right += weights[clip] * correct[clip];
                size += weights[clip];
            }
            return right / size;
        }
    }

    /**
     * Combines runs.
     *
     * @throws ConfigurationException with the key {@code predictions} if runs have different clips, or a clip twice
     * @param runs of one encoder on one task
     * @return their clips, in the order of the first run
     */
    public static TestedClips of(List<ProbeResult> runs) {
        List<Prediction> first = runs.get(0).predictions();
        List<String> names = first.stream().map(Prediction::filename).toList();
        return inOrder(runs, names);
    }

    /**
     * Combines runs with the clips in a given order, so that two encoders can be compared.
     *
     * @param runs of one encoder on one task
     * @param names the clips, in the wanted order
     * @return their clips, in that order
     * @throws ConfigurationException with the key {@code predictions} if runs have other clips, or a clip twice
     */
    public static TestedClips inOrder(List<ProbeResult> runs, List<String> names) {
        Map<String, Integer> positions = new HashMap<>();
        names.forEach(name -> positions.put(name, positions.size()));
        List<@Nullable String> sources = new ArrayList<>();
        List<Run> tested = new ArrayList<>();
        for (ProbeResult run : runs) {
            List<Prediction> predictions = ordered(run, names, positions);
            if (sources.isEmpty()) {
                predictions.forEach(prediction -> sources.add(prediction.source()));
            }
            tested.add(run(run, predictions));
        }
        return new TestedClips(names, sources, tested);
    }

    private static List<Prediction> ordered(ProbeResult run, List<String> names, Map<String, Integer> positions) {
        @Nullable Prediction[] ordered = new Prediction[names.size()];
        int found = 0;
        for (Prediction prediction : run.predictions()) {
            Integer at = positions.get(prediction.filename());
            found += at != null && ordered[at] == null ? 1 : 0;
            if (at != null) {
                ordered[at] = prediction;
            }
        }
        ConfigurationException.require(
                positions.size() == names.size()
                        && found == names.size()
                        && run.predictions().size() == names.size(),
                "predictions",
                "be of the same clips, each once",
                run.predictions().size() + " predictions of " + found + " of " + positions.size() + " clips");
        List<Prediction> predictions = new ArrayList<>();
        for (Prediction prediction : ordered) {
            if (prediction != null) {
                predictions.add(prediction);
            }
        }
        return predictions;
    }

    private static Run run(ProbeResult result, List<Prediction> predictions) {
        Map<String, List<Integer>> byFold = new LinkedHashMap<>();
        double[] correct = new double[predictions.size()];
        for (int clip = 0; clip < correct.length; clip++) {
            byFold.computeIfAbsent(predictions.get(clip).fold(), fold -> new ArrayList<>())
                    .add(clip);
            correct[clip] = predictions.get(clip).correct() ? 1 : 0;
        }
        List<int[]> folds = byFold.values().stream()
                .map(fold -> fold.stream().mapToInt(Integer::intValue).toArray())
                .toList();
        if (result.metric() == DownstreamMetric.ACCURACY) {
            return new Run(folds, correct, 0, new float[0], new float[0], List.of());
        }
        int classes = result.labels().size();
        float[] targets = MultiLabelScores.targets(result.labels(), predictions);
        float[] scores = MultiLabelScores.scores(predictions, classes);
        List<RankedScores> ranked = folds.stream()
                .map(fold -> RankedScores.of(targets, scores, classes, fold))
                .toList();
        return new Run(folds, correct, classes, targets, scores, ranked);
    }

    /** {@return whether clips may have several labels} */
    public boolean areRanked() {
        return runs.get(0).classes() > 0;
    }

    /** {@return the mean over the runs of the mean over the folds, of the clips with a weight above 0} */
    double score(int[] weights) {
        return runs.stream().mapToDouble(run -> run.score(weights)).average().orElseThrow();
    }

    /** {@return the score with its interval over clips or sources} */
    Interval interval() {
        return reliable(new Jackknife(areRanked(), true).of(sources, this::score));
    }

    /**
     * Compares the scores of two encoders.
     *
     * @param other the second encoder, on the same clips in the same order
     * @return this score minus the other, with its interval
     */
    public Interval difference(TestedClips other) {
        return reliable(
                new Jackknife(areRanked(), false).of(sources, weights -> score(weights) - other.score(weights)));
    }

    private Interval reliable(Interval interval) {
        double fewest = runs.stream()
                .flatMap(run -> run.ranked().stream())
                .mapToDouble(RankedScores::clipsPerClass)
                .min()
                .orElse(FEWEST_POSITIVES);
        return interval.known() && !(fewest >= FEWEST_POSITIVES)
                ? Interval.none(interval.mean(), Interval.Kind.FEW_POSITIVES)
                : interval;
    }

    /**
     * Splits the difference of two encoders' accuracies among the clips. A clip's share is a mean over the runs, and
     * counts more in small folds, as it does in the scores.
     *
     * @param other the second encoder, on the same clips in the same order
     * @return each clip's share of the difference, times the number of clips
     */
    public double[] differences(TestedClips other) {
        double[] mine = contributions();
        double[] its = other.contributions();
        Arrays.setAll(mine, clip -> mine[clip] - its[clip]);
        return mine;
    }

    private double[] contributions() {
        double[] contributions = new double[names.size()];
        for (Run run : runs) {
            for (int[] fold : run.folds()) {
                double weight =
                        (double) names.size() / runs.size() / run.folds().size() / fold.length;
                for (int clip : fold) {
                    contributions[clip] += weight * run.correct()[clip];
                }
            }
        }
        return contributions;
    }

    /** {@return whether every clip has the same weight in the score} */
    public boolean evenFolds() {
        return runs.stream()
                .allMatch(run -> run.folds().stream()
                                .mapToInt(fold -> fold.length)
                                .distinct()
                                .count()
                        == 1);
    }

    /**
     * Pairs the rankings of two encoders, run by run and fold by fold.
     *
     * @param other the second encoder, on the same clips in the same order, with as many runs
     * @return the pairs
     * @throws ConfigurationException with the key {@code runs} if the numbers of runs differ
     */
    public List<RankedPair> pairs(TestedClips other) {
        ConfigurationException.require(
                runs.size() == other.runs.size(),
                "runs",
                "be equally many for both encoders, which are compared run by run",
                runs.size() + " and " + other.runs.size());
        List<RankedPair> pairs = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Run mine = runs.get(i);
            for (int[] fold : mine.folds()) {
                pairs.add(RankedPair.of(
                        mine.targets(), mine.scores(), other.runs.get(i).scores(), mine.classes(), fold));
            }
        }
        return pairs;
    }
}

package org.dapple.eval.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.eval.result.Prediction;
import org.dapple.eval.result.Predictions;
import org.dapple.eval.result.ProbeResult;
import org.dapple.eval.result.TaskResult;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.McNemar;
import org.dapple.eval.statistics.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    @TempDir
    Path folder;

    private static ProbeResult of(List<Prediction> predictions) {
        return ProbeResult.of("p/1", DownstreamMetric.ACCURACY, List.of("a, b", "\"c\""), predictions);
    }

    /** Predictions of 40 clips, right where the rule says so. */
    private static List<Prediction> predictions(int sources, IntPredicate right) {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String source = sources == 0 ? null : "s" + i % sources;
            predictions.add(new Prediction("clip" + i, source, "test", "a, b", right.test(i) ? "a, b" : "\"c\""));
        }
        return predictions;
    }

    @Test
    void independentClipsAreComparedByMcNemar() {
        List<Prediction> first = predictions(0, i -> i < 30);
        List<Prediction> second = predictions(0, i -> i >= 8 && i < 20);
        Collections.shuffle(second, new Random(1));
        Comparison comparison = Comparison.of(of(first), of(second));
        assertEquals(18 / 40.0, comparison.difference().mean(), 1e-12);
        assertEquals(Interval.Kind.OVER_CLIPS, comparison.difference().kind());
        assertEquals(McNemar.pValue(18, 0), comparison.pValue());
        assertEquals(Comparison.Test.MC_NEMAR, comparison.test());
        assertEquals(Verdict.BETTER, comparison.verdict(comparison.pValue()));
        assertEquals(Verdict.WORSE, Comparison.of(of(second), of(first)).verdict(0.001));
        assertEquals(
                Verdict.NOT_DISTINGUISHABLE, Comparison.of(of(first), of(first)).verdict(1));
    }

    @Test
    void clipsOfOneSourceAreComparedTogether() {
        List<Prediction> first = predictions(8, i -> true);
        List<Prediction> second = predictions(8, i -> i % 8 > 1); // two of eight sources wrong
        Comparison comparison = Comparison.of(of(first), of(second));
        assertEquals(8, comparison.sources());
        assertEquals(0.5, comparison.pValue(), "two sources, each of two signs");
        assertEquals(Interval.Kind.OVER_SOURCES, comparison.difference().kind());
        Comparison few = Comparison.of(of(predictions(4, i -> true)), of(predictions(4, i -> false)));
        assertEquals(Verdict.TOO_FEW_SOURCES, few.verdict(few.pValue()));
    }

    /** Runs are no further clips: three runs that say the same make no difference surer. */
    @Test
    void runsOfTheProbeAreAveragedClipByClip() {
        ProbeResult first = of(predictions(0, i -> i < 30));
        ProbeResult second = of(predictions(0, i -> i >= 8 && i < 20));
        Comparison thrice = Comparison.of(List.of(first, first, first), List.of(second, second));
        assertEquals(Comparison.Test.CLIP_FLIPS, thrice.test());
        assertEquals(40, thrice.clips());
        assertEquals(18 / 40.0, thrice.difference().mean(), 1e-12);
        assertEquals(McNemar.pValue(18, 0), thrice.mcNemar().getAsDouble());
        assertEquals(McNemar.pValue(18, 0), thrice.pValue(), 1e-3, "the same question, by drawn signs");
        ProbeResult none = of(predictions(0, i -> false));
        Comparison halves = Comparison.of(List.of(first, none), List.of(none));
        assertEquals(15 / 40.0, halves.difference().mean(), 1e-12);
    }

    /** With one label of two per clip and scores that put it first, or last. */
    @Test
    void rankingsAreComparedByTheirMeanPrecision() {
        ProbeResult good = ranked(clip -> 1);
        ProbeResult bad = ranked(clip -> clip % 3 == 0 ? -1 : 1);
        Comparison comparison = Comparison.of(good, bad);
        assertEquals(Comparison.Test.SOURCE_SWAPS, comparison.test());
        assertEquals(good.score() - bad.score(), comparison.difference().mean(), 1e-12);
        assertTrue(comparison.difference().low() > 0 && comparison.pValue() < 0.05, comparison.toString());
        assertEquals(1, Comparison.of(good, good).pValue());
        assertEquals(10, comparison.sources());
    }

    /**
     * The interval is of the score that is printed, the mean over the folds, whatever their sizes; probe's as eval's.
     */
    @Test
    void intervalsAreOfTheScoreBesideThem() {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String right = i % 3 == 0 ? "a, b" : "\"c\"";
            predictions.add(new Prediction("clip" + i, "s" + i % 10, i < 10 ? "1" : "2", "a, b", right));
        }
        ProbeResult result = of(predictions);
        TaskResult task = new TaskResult("e", "t", List.of(result), List.of());
        assertEquals(0.5 * 4 / 10 + 0.5 * 10 / 30, result.score(), 1e-12);
        assertEquals(result.score(), result.interval().mean(), 1e-12);
        assertEquals(result.interval(), task.overClips());
        assertEquals(Interval.Kind.OVER_SOURCES, task.overClips().kind());
        ProbeResult ranked = ranked(clip -> clip % 3 == 0 ? -1 : 1);
        assertEquals(ranked.score(), ranked.interval().mean(), 1e-12);
        assertTrue(
                ranked.interval().low() > 0 && ranked.interval().high() < 1,
                ranked.interval().toString());
    }

    private static ProbeResult ranked(IntUnaryOperator sign) {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            boolean first = i % 2 == 0;
            float score = sign.applyAsInt(i) * (first ? 1 : -1) + i / 100f;
            List<Float> scores = List.of(score, -score);
            predictions.add(new Prediction("clip" + i, "s" + i / 4, "test", first ? "a" : "b", "a", scores));
        }
        return ProbeResult.of("p/1", DownstreamMetric.MEAN_AVERAGE_PRECISION, List.of("a", "b"), predictions);
    }

    @Test
    void otherClipsAreNotCompared() {
        List<Prediction> first = predictions(0, i -> true);
        List<Prediction> fewer = first.subList(1, 40);
        String message = assertThrows(ConfigurationException.class, () -> Comparison.of(of(first), of(fewer)))
                .getMessage();
        assertTrue(message.startsWith("predictions must be of the same clips"), message);
        List<Prediction> twice = new ArrayList<>(first);
        twice.add(first.get(0));
        assertThrows(ConfigurationException.class, () -> Comparison.of(of(twice), of(first)));
    }

    @Test
    void predictionsAreReadAsTheyWereWritten() throws IOException {
        List<Prediction> predictions = new ArrayList<>(predictions(3, i -> i % 2 == 0));
        predictions.add(new Prediction("ümlaut,x.wav", null, "5", "=1", "a"));
        Path file = folder.resolve("predictions.csv");
        Predictions.write(file, List.of("a", "b"), predictions);
        assertEquals(predictions, Predictions.read(file));
        assertEquals(
                "filename,source,fold,label,predicted,correct",
                Files.readAllLines(file).get(0));
        List<String> labels = List.of("filename", "source", "fold", "label", "predicted", "correct", "score_a");
        List<Prediction> scored = List.of(
                new Prediction("x", "s", "1", "label;fold", "source", List.of(1f, 2f, 3f, 4f, 5f, 6f, 7f)),
                new Prediction("y", null, "1", "correct", "correct", List.of(7f, 6f, 5f, 4f, 3f, 2f, 1f)));
        Predictions.write(file, labels, scored);
        assertEquals(scored, Predictions.read(file), "labels may be called like columns");
        assertTrue(Files.readAllLines(file)
                .get(0)
                .endsWith("correct,score_filename,score_source,score_fold,"
                        + "score_label,score_predicted,score_correct,score_score_a"));
        Files.writeString(file, "a,b\n1,2\n");
        assertTrue(assertThrows(IOException.class, () -> Predictions.read(file))
                .getMessage()
                .contains("holds no predictions"));
    }
}

package org.dapple.eval.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.dapple.core.frontend.Waveform;
import org.dapple.eval.map.PrincipalPlane;
import org.dapple.eval.map.TSne;
import org.dapple.eval.report.chart.EmbeddingMap;
import org.dapple.eval.report.chart.ShotCurves;
import org.dapple.eval.report.part.ReportPart;
import org.dapple.eval.report.table.ComparisonMatrix;
import org.dapple.eval.report.table.ScoreMatrix;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.Verdict;

/** A made-up but lifelike evaluation of four encoders on five tasks, with every part, and names that break layouts. */
public final class SampleEvaluation {
    static final List<String> ENCODERS = List.of(
            "dispersion-weighted, ViT-Tiny",
            "random masking, ViT-Tiny",
            SampleReport.HOSTILE + "_averyveryverylongfilenamewithoutanyplacetobreak_checkpoint-000500.safetensors",
            "log-mel mean and deviation");

    private static final List<String> CLASSES = List.of(
            "dog",
            "rain",
            "sea waves",
            "crying baby",
            "clock tick",
            "sneezing",
            "helicopter",
            "chainsaw",
            "rooster",
            SampleReport.HOSTILE,
            "crackling fire",
            "a class whose name goes on and on",
            "siren");

    private SampleEvaluation() {}

    /** Made once: t-SNE takes a second. */
    private static final class Made {
        private static final ReportContent CONTENT = make();
    }

    public static ReportContent content() {
        return Made.CONTENT;
    }

    private static ReportContent make() {
        List<ReportPart> parts = new ArrayList<>();
        parts.add(matrix());
        parts.add(comparisons());
        parts.add(shots());
        parts.add(map(312, 12));
        parts.addAll(SampleReport.content().parts());
        return new ReportContent(
                "Four encoders on five tasks",
                "Four encoders were frozen and measured with a linear probe on five downstream tasks, three runs each."
                        + " Pre-training with dispersion-weighted masking gives the best scores on three of five tasks;"
                        + " on Speech Commands and GTZAN the tests cannot tell it from random masking.",
                parts,
                SampleReport.content().facts());
    }

    public static ScoreMatrix matrix() {
        List<ScoreMatrix.Task> tasks = List.of(
                task("ESC-50", "accuracy", 0.02),
                task("UrbanSound8K", "accuracy", 0.1),
                task("Speech Commands V2", "accuracy", 1.0 / 35),
                new ScoreMatrix.Task("FSD50K " + SampleReport.HOSTILE, "mAP", OptionalDouble.empty()),
                task("GTZAN", "accuracy", 0.1));
        double[][] means = {
            {0.6142, 0.7035, 0.8834, 0.2571, 0.6103},
            {0.5871, 0.6912, 0.8801, 0.2312, 0.6207},
            {0.5123, 0.6519, Double.NaN, 0.1804, 0.5517},
            {0.2114, 0.4421, 0.1392, 0.0512, 0.4690}
        };
        double[] clips = {0.021, 0.0095, 0.006, 0.008, 0.055};
        boolean[][] best = new boolean[4][5];
        Arrays.fill(best[0], true);
        best[1][2] = true;
        best[1][4] = true;
        double[] ranks = {1.2, 1.8, Double.NaN, 3.8};
        List<ScoreMatrix.Row> rows = new ArrayList<>();
        for (int row = 0; row < means.length; row++) {
            List<Optional<ScoreMatrix.Cell>> cells = new ArrayList<>();
            for (int task = 0; task < clips.length; task++) {
                double mean = means[row][task];
                boolean speakers = task == 2;
                Interval overClips =
                        interval(mean, clips[task], speakers ? Interval.Kind.OVER_SOURCES : Interval.Kind.OVER_CLIPS);
                // The last encoder learns nothing, so it has one run.
                Optional<Interval> overRuns = row == 3
                        ? Optional.empty()
                        : Optional.of(interval(mean, 0.012 + 0.004 * task, Interval.Kind.OVER_RUNS));
                cells.add(
                        Double.isNaN(mean)
                                ? Optional.empty()
                                : Optional.of(new ScoreMatrix.Cell(mean, overClips, overRuns, best[row][task])));
            }
            OptionalDouble rank = Double.isNaN(ranks[row]) ? OptionalDouble.empty() : OptionalDouble.of(ranks[row]);
            rows.add(new ScoreMatrix.Row(ENCODERS.get(row), cells, rank));
        }
        return new ScoreMatrix(
                "Scores",
                tasks,
                rows,
                "Protocol strict, version 1; three runs with seeds 1 to 3. Bold are the best of a task and all that Holm's"
                        + " adjusted tests cannot tell from it. " + SampleReport.HOSTILE);
    }

    public static ComparisonMatrix comparisons() {
        return new ComparisonMatrix(
                "ESC-50: which encoder is better",
                ENCODERS,
                List.of(
                        pair(0, 1, 0.0271, 0.016, 0.0312, "sign flips", Verdict.BETTER),
                        pair(0, 2, 0.1019, 0.019, 0.0004, "sign flips", Verdict.BETTER),
                        pair(0, 3, 0.4028, 0.024, 0.0004, SampleReport.HOSTILE, Verdict.BETTER),
                        pair(1, 2, 0.0748, 0.09, 0.1042, "sign flips", Verdict.NOT_DISTINGUISHABLE),
                        pair(3, 1, -0.3757, 0.025, 0.0004, "sign flips", Verdict.WORSE),
                        pair(2, 3, 0.3009, 0.2, 1, "sign flips", Verdict.TOO_FEW_SOURCES)),
                "The tests cover the choice of recordings, not of pre-training seeds. p-values are Holm's. "
                        + SampleReport.HOSTILE);
    }

    public static ShotCurves shots() {
        int[] shots = {1, 2, 5, 10, 20, 32};
        List<ShotCurves.Series> series = new ArrayList<>();
        for (int encoder = 0; encoder < ENCODERS.size(); encoder++) {
            double top = new double[] {0.6142, 0.5871, 0.5123, 0.2114}[encoder];
            List<ShotCurves.Point> points = new ArrayList<>();
            for (int shot : shots) {
                double mean = top * (0.35 + 0.65 * Math.log(shot + 0.3) / Math.log(32.3));
                double half = shot == 32 ? 0 : 0.05 / Math.sqrt(shot);
                points.add(new ShotCurves.Point(shot, shot == 32, interval(mean, half, Interval.Kind.OVER_RUNS)));
            }
            series.add(new ShotCurves.Series(ENCODERS.get(encoder), points));
        }
        return new ShotCurves(
                "ESC-50: few labelled clips",
                series,
                OptionalDouble.of(0.02),
                "Accuracy; five draws of the labelled clips. " + SampleReport.HOSTILE);
    }

    /** Gaussian classes in 24 dimensions, of which the first clips can be heard. */
    public static EmbeddingMap map(int clips, int sounds) {
        SplittableRandom random = new SplittableRandom(11);
        float[][] centres = new float[CLASSES.size()][24];
        for (float[] centre : centres) {
            for (int d = 0; d < centre.length; d++) {
                centre[d] = (float) random.nextGaussian();
            }
        }
        float[][] rows = new float[clips][24];
        for (int i = 0; i < clips; i++) {
            for (int d = 0; d < rows[i].length; d++) {
                rows[i][d] = (float) (centres[i % CLASSES.size()][d] + 0.9 * random.nextGaussian());
            }
        }
        PrincipalPlane plane = PrincipalPlane.of(rows);
        double[][] sne = TSne.standard().map(rows);
        List<EmbeddingMap.Point> points = IntStream.range(0, clips)
                .mapToObj(i -> new EmbeddingMap.Point(
                        "audio/fold" + (1 + i % 5) + "/5-" + (200_000 + 37 * i) + "-A-"
                                + (i == 3 ? SampleReport.HOSTILE : i % CLASSES.size()) + ".wav",
                        CLASSES.get(i % CLASSES.size()),
                        plane.coordinates()[i][0],
                        plane.coordinates()[i][1],
                        sne[i][0],
                        sne[i][1]))
                .toList();
        return new EmbeddingMap(
                "ESC-50: map of the embeddings",
                points,
                IntStream.range(0, sounds)
                        .mapToObj(i -> EmbeddingMap.Sound.cut(i, tone(i, 4 * EmbeddingMap.SAMPLE_RATE)))
                        .toList(),
                "dispersion-weighted, ViT-Tiny; " + clips + " test clips. " + SampleReport.HOSTILE);
    }

    /** A tone of its own pitch. */
    public static Waveform tone(int number, int samples) {
        float[] wave = new float[samples];
        for (int i = 0; i < samples; i++) {
            wave[i] = (float) (0.3 * Math.sin(2 * Math.PI * (200 + 7 * number) * i / EmbeddingMap.SAMPLE_RATE));
        }
        return new Waveform(wave, EmbeddingMap.SAMPLE_RATE);
    }

    private static ScoreMatrix.Task task(String name, String metric, double chance) {
        return new ScoreMatrix.Task(name, metric, OptionalDouble.of(chance));
    }

    private static ComparisonMatrix.Pair pair(
            int first, int second, double difference, double half, double p, String test, Verdict verdict) {
        return new ComparisonMatrix.Pair(
                ENCODERS.get(first),
                ENCODERS.get(second),
                interval(difference, half, Interval.Kind.OVER_SOURCES),
                p,
                test,
                verdict);
    }

    private static Interval interval(double mean, double half, Interval.Kind kind) {
        return half == 0 || Double.isNaN(mean)
                ? Interval.none(Double.isNaN(mean) ? 0 : mean, Interval.Kind.ONE_RUN)
                : new Interval(mean, mean - half, mean + 0.9 * half, kind);
    }
}

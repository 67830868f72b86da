package org.dapple.eval.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.dapple.eval.picture.MaskGalleryTest;
import org.dapple.eval.picture.SpectrogramImage;
import org.dapple.eval.report.chart.Curve;
import org.dapple.eval.report.chart.Curves;
import org.dapple.eval.report.chart.Picture;
import org.dapple.eval.report.chart.Pictures;
import org.dapple.eval.report.table.Confusion;
import org.dapple.eval.report.table.ScoreRow;
import org.dapple.eval.report.table.Scores;
import org.dapple.eval.report.table.TextTable;
import org.dapple.eval.statistics.Interval;

/** A made-up but lifelike report, with names that break a page which does not escape. */
public final class SampleReport {
    static final String HOSTILE = "<script>alert(\"x\")</script> & 'co'";

    private SampleReport() {}

    public static ReportContent content() {
        return new ReportContent(
                "Dispersion-weighted masking, 500 steps",
                "A ViT-Tiny with 16 × 16 patches was pre-trained for 500 steps on 1,600 clips with dispersion-weighted"
                        + " masking at ratio 0.7, then frozen and measured with a linear probe over five folds and"
                        + " three seeds. The interval is a jackknife over clips.",
                List.of(
                        new Scores("Scores", scores()),
                        new Curves("Training", "loss", "", 0, List.of(curve("loss", 500))),
                        pictures(),
                        confusion(),
                        table()),
                facts());
    }

    private static Pictures pictures() {
        return new Pictures(
                "Pictures",
                List.of(
                        Picture.of(
                                "Masks of three strategies over one clip, three seeds each.",
                                MaskGalleryTest.sample().draw()),
                        Picture.of(
                                "clip " + HOSTILE + ".wav",
                                new SpectrogramImage(416, 160).draw(SampleClip.spectrogram()))));
    }

    private static TextTable table() {
        return new TextTable(
                "Accuracy by fold",
                List.of("fold", "clips", "linear probe", "nearest neighbours", "remark"),
                List.of(
                        List.of("1", "400", "61.2\u202f%", "48.5\u202f%", "all recordings of rain"),
                        List.of("2", "400", "58.0\u202f%", "47.1\u202f%", ""),
                        List.of("3", "1,400", "63.9\u202f%", "50.2\u202f%", "tom & jerry.wav was skipped")));
    }

    public static List<ScoreRow> scores() {
        return List.of(
                new ScoreRow(
                        "ESC-50",
                        score(0.6142, 0.5871, 0.6408),
                        OptionalDouble.of(0.02),
                        "accuracy, 5 folds × 3 seeds"),
                new ScoreRow(
                        "Speech Commands 12",
                        score(0.8834, 0.8702, 0.8955),
                        OptionalDouble.of(1.0 / 12),
                        "accuracy, official test split, 4,890 clips"),
                new ScoreRow(
                        "Emotions, " + HOSTILE,
                        score(0.427, 0.352, 0.505),
                        OptionalDouble.of(1.0 / 7),
                        "unweighted average recall"));
    }

    private static Interval score(double mean, double low, double high) {
        return new Interval(mean, low, high, Interval.Kind.OVER_SOURCES);
    }

    public static Curve curve(String name, int steps) {
        SplittableRandom random = new SplittableRandom(3);
        List<Curve.Point> points = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            double trend = 0.31 + 0.62 * Math.exp(-step * 6.0 / steps) + 0.08 * Math.exp(-step * 60.0 / steps);
            points.add(new Curve.Point(step, trend * (1 + 0.05 * random.nextGaussian())));
        }
        return new Curve(name, points);
    }

    private static Confusion confusion() {
        List<String> labels =
                List.of("yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go", HOSTILE, "unknown");
        SplittableRandom random = new SplittableRandom(5);
        int[][] counts = new int[12][12];
        for (int truth = 0; truth < 12; truth++) {
            int clips = truth == 11 ? 1200 : 380 + 3 * truth;
            for (int clip = 0; clip < clips; clip++) {
                boolean hit = random.nextDouble() < 0.97 - 0.03 * truth;
                boolean neighbour = random.nextDouble() < 0.6;
                int other = neighbour ? truth ^ 1 : random.nextInt(12);
                counts[truth][hit ? truth : other]++;
            }
        }
        return new Confusion("Speech Commands 12: confusions", labels, counts);
    }

    private static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("masking.strategy", "dispersion-weighted");
        facts.put("masking.ratio", "0.7");
        facts.put("masking.hint", "0.5 → 0.0, linear");
        facts.put("model", "ViT-Tiny, 12 blocks, width 192, patches 16 × 16");
        facts.put("run.seed", "42");
        facts.put("data.fingerprint", "sha256:9f2c1d0be4a7735f0f6f1f8a3b0e6a6d2f4d8c1b7e5a90c3d2e1f0a9b8c7d6e5");
        facts.put("data.train", "clips/" + HOSTILE + "/train.csv");
        facts.put("software", "Java 17.0.15, DJL 0.35.1, PyTorch 2.7.1");
        return facts;
    }
}

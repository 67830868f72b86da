package org.dapple.eval.result;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.dapple.data.task.DownstreamMetric;
import org.jspecify.annotations.Nullable;

/** Made-up test results whose truth is known, for encoders that are equally good. */
final class SimulatedPredictions {
    private static final List<String> TWO = List.of("a", "b");
    private final SplittableRandom random;

    SimulatedPredictions(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * Clips of one label. Of each source the share of right answers is drawn from a beta distribution.
     *
     * @param sources that clips come from
     * @param clips of each; if uneven, on average
     * @param uneven whether sources have from one to two and a half times so many clips
     * @param accuracy the truth
     * @param together the intraclass correlation of clips of one source
     */
    record Labelled(int sources, int clips, boolean uneven, double accuracy, double together) {
        int clips(int source) {
            double part = sources == 1 ? 1 : (double) source / (sources - 1);
            return uneven ? 1 + (int) Math.round(2.5 * clips * part * part) : clips;
        }
    }

    /** Results of as many encoders, each with as many runs; half of what is right or wrong is so for all encoders. */
    List<List<ProbeResult>> labelled(Labelled set, int encoders, int runs) {
        List<List<List<Prediction>>> all = empty(encoders, runs);
        double urn = set.together == 0 ? 1e12 : 1 / set.together - 1;
        for (int source = 0; source < set.sources; source++) {
            double[] right = new double[encoders + 1];
            for (int clip = 0; clip < set.clips(source); clip++) {
                boolean[] now = new boolean[encoders + 1];
                for (int one = 0; one < now.length; one++) { // Pólya's urn
                    now[one] = (random.nextDouble() * (urn + clip)) < (urn * set.accuracy + right[one]);
                    right[one] += now[one] ? 1 : 0;
                }
                for (int one = 0; one < encoders; one++) {
                    boolean usual = (encoders > 1 && random.nextBoolean()) ? now[encoders] : now[one];
                    for (int run = 0; run < runs; run++) {
                        boolean other = runs > 1 && random.nextInt(5) == 0;
                        boolean correct = other ? random.nextDouble() < set.accuracy : usual;
                        all.get(one)
                                .get(run)
                                .add(new Prediction(
                                        source + "-" + clip,
                                        name(set.clips, source),
                                        "test",
                                        "a",
                                        correct ? "a" : "b"));
                    }
                }
            }
        }
        return results(all, DownstreamMetric.ACCURACY, TWO);
    }

    /**
     * Clips of several labels, whose scores are normal with a higher mean where a clip has the label.
     *
     * @param sources that clips come from
     * @param clips of each
     * @param labels all
     * @param share of the clips that have a label
     * @param falling whether labels are from four times as frequent as the share to rare
     * @param signal by how many deviations scores of clips with the label are higher
     * @param together share of the variance of scores, and of the labels, that is the source's
     */
    record Ranked(int sources, int clips, int labels, double share, boolean falling, double signal, double together) {
        List<String> names() {
            List<String> names = new ArrayList<>();
            for (int label = 0; label < labels; label++) {
                names.add("l" + label);
            }
            return names;
        }
    }

    /**
     * Results of as many encoders. The second's scores have another scale.
     *
     * @param swing of two encoders, by how much the signal is higher on every second label and lower on the others, the
     *     other way round for the second encoder
     */
    List<List<ProbeResult>> ranked(Ranked set, int encoders, int runs, double swing) {
        List<List<List<Prediction>>> all = empty(encoders, runs);
        for (int source = 0; source < set.sources; source++) {
            boolean[] usual = new boolean[set.labels];
            double[][] luck = new double[encoders][set.labels];
            for (int label = 0; label < set.labels; label++) {
                usual[label] = random.nextDouble() < share(set, label);
                for (double[] ofEncoder : luck) {
                    ofEncoder[label] = Math.sqrt(set.together) * random.nextGaussian();
                }
            }
            for (int clip = 0; clip < set.clips; clip++) {
                boolean[] has = new boolean[set.labels];
                List<String> names = new ArrayList<>();
                for (int label = 0; label < set.labels; label++) {
                    has[label] =
                            random.nextDouble() < set.together ? usual[label] : random.nextDouble() < share(set, label);
                    if (has[label]) {
                        names.add("l" + label);
                    }
                }
                for (int one = 0; one < encoders; one++) {
                    double[] base = new double[set.labels];
                    for (int label = 0; label < set.labels; label++) {
                        double better = (label % 2 == one ? 1 : -1) * swing;
                        base[label] = (has[label] ? set.signal + better : 0)
                                + luck[one][label]
                                + Math.sqrt(1 - set.together) * random.nextGaussian();
                    }
                    for (int run = 0; run < runs; run++) {
                        List<Float> scores = new ArrayList<>();
                        for (double value : base) {
                            double near = runs == 1 ? value : value + 0.3 * random.nextGaussian();
                            scores.add((float) (one == 0 ? near : 5 * near + 3));
                        }
                        all.get(one)
                                .get(run)
                                .add(new Prediction(
                                        source + "-" + clip,
                                        name(set.clips, source),
                                        "test",
                                        names.isEmpty() ? "none" : String.join(";", names),
                                        "l0",
                                        scores));
                    }
                }
            }
        }
        return results(all, DownstreamMetric.MEAN_AVERAGE_PRECISION, set.names());
    }

    private static double share(Ranked set, int label) {
        return set.falling ? 4 * set.share * Math.pow(0.8, label) : set.share;
    }

    private static @Nullable String name(int clips, int source) {
        return clips == 1 ? null : "source" + source;
    }

    private static List<List<List<Prediction>>> empty(int encoders, int runs) {
        List<List<List<Prediction>>> all = new ArrayList<>();
        for (int one = 0; one < encoders; one++) {
            all.add(new ArrayList<>());
            for (int run = 0; run < runs; run++) {
                all.get(one).add(new ArrayList<>());
            }
        }
        return all;
    }

    private static List<List<ProbeResult>> results(
            List<List<List<Prediction>>> all, DownstreamMetric metric, List<String> labels) {
        return all.stream()
                .map(runs -> runs.stream()
                        .map(run -> ProbeResult.of("simulated/1", metric, labels, run))
                        .toList())
                .toList();
    }
}

package org.dapple.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.dapple.core.ConfigurationException;
import org.dapple.core.Metrics;
import org.dapple.core.Seeds;
import org.dapple.data.Clip;

/**
 * Runs a probe over the folds of a labelled set.
 *
 * @param probe how each fold is trained
 * @param seeds decide validation parts, first values and order
 */
public record ProbeTask(Probe probe, Seeds seeds) {

    /**
     * Probes.
     *
     * @param embeddings of all clips, all of them labelled
     * @param folds as {@link #folds} gives them for these clips
     * @param manager its device computes
     * @param afterEach called after every fold, for progress
     * @return scores and predictions
     * @throws ConfigurationException with the key {@code data} if labels, splits or folds are missing
     */
    public ProbeResult run(Embeddings embeddings, List<Fold> folds, NDManager manager, Runnable afterEach) {
        List<Clip> clips = embeddings.clips();
        List<String> labels = labels(clips);
        int[] truth =
                clips.stream().mapToInt(clip -> labels.indexOf(clip.label())).toArray();
        List<ProbeResult.FoldScore> scores = new ArrayList<>();
        List<Prediction> predictions = new ArrayList<>();
        int correct = 0;
        try (NDManager scope = manager.newSubManager()) {
            NDArray all = scope.create(embeddings.values(), new Shape(clips.size(), embeddings.width()));
            for (int number = 0; number < folds.size(); number++) {
                Fold fold = folds.get(number);
                int[] predicted = probe.predict(
                        part(all, truth, fold.train()),
                        part(all, truth, fold.valid()),
                        part(all, truth, fold.test()).features(),
                        labels.size(),
                        seeds,
                        number);
                int[] expected = fold.test().stream().mapToInt(i -> truth[i]).toArray();
                double accuracy = Metrics.accuracy(expected, predicted);
                scores.add(new ProbeResult.FoldScore(fold.name(), accuracy, expected.length));
                for (int i = 0; i < expected.length; i++) {
                    correct += expected[i] == predicted[i] ? 1 : 0;
                    Clip clip = clips.get(fold.test().get(i));
                    predictions.add(new Prediction(
                            clip.filename(),
                            clip.source(),
                            fold.name(),
                            labels.get(expected[i]),
                            labels.get(predicted[i])));
                }
                afterEach.run();
            }
        }
        return new ProbeResult(
                probe.protocolName(), labels, ScoreInterval.ofCounts(correct, predictions.size()), scores, predictions);
    }

    /**
     * The divisions that are trained and tested.
     *
     * @param clips all of them labelled
     * @return at least one
     * @throws ConfigurationException with the key {@code data} if splits and folds are missing
     */
    public List<Fold> folds(List<Clip> clips) {
        return Fold.of(clips, seeds, probe.stratified());
    }

    /**
     * The classes of a labelled set.
     *
     * @param clips all of them labelled
     * @return sorted
     * @throws ConfigurationException with the key {@code data} if a label is missing or there is only one
     */
    public static List<String> labels(List<Clip> clips) {
        TreeSet<String> labels = new TreeSet<>();
        for (Clip clip : clips) {
            if (clip.label() == null) {
                throw new ConfigurationException(
                        "data", "must have a label for every clip; " + clip.filename() + " has none");
            }
            labels.add(clip.label());
        }
        ConfigurationException.require(labels.size() >= 2, "data", "have at least two labels", labels);
        return List.copyOf(labels);
    }

    private static Probe.Part part(NDArray all, int[] truth, List<Integer> rows) {
        long[] positions = rows.stream().mapToLong(Integer::longValue).toArray();
        int[] labels = rows.stream().mapToInt(i -> truth[i]).toArray();
        return new Probe.Part(all.get(all.getManager().create(positions)), labels);
    }
}

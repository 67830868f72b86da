package org.dapple.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.dapple.core.ConfigurationException;
import org.dapple.core.Seeds;
import org.dapple.data.Clip;
import org.dapple.data.downstream.DownstreamMetric;
import org.dapple.eval.probe.Probe;

/**
 * Runs a probe over the folds of a labelled set.
 *
 * @param probe how each fold is trained
 * @param metric what the set is scored by; says too whether a clip may have several labels
 * @param seeds decide validation parts, first values and order
 */
public record ProbeTask(Probe probe, DownstreamMetric metric, Seeds seeds) {

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
        List<Prediction> predictions = new ArrayList<>();
        try (NDManager scope = manager.newSubManager()) {
            NDArray features = scope.create(embeddings.values(), new Shape(clips.size(), embeddings.width()));
            NDArray targets = scope.create(targets(clips, labels), new Shape(clips.size(), labels.size()));
            for (int number = 0; number < folds.size(); number++) {
                Fold fold = folds.get(number);
                try (NDManager inner = scope.newSubManager()) {
                    NDArray predicted = probe.predict(
                            part(features, targets, fold.train(), inner),
                            part(features, targets, fold.valid(), inner),
                            part(features, targets, fold.test(), inner).features(),
                            metric,
                            seeds,
                            number);
                    predictions.addAll(predictions(clips, labels, fold, predicted));
                }
                afterEach.run();
            }
        }
        return ProbeResult.of(probe.protocolName(), metric, labels, predictions);
    }

    private List<Prediction> predictions(List<Clip> clips, List<String> labels, Fold fold, NDArray predicted) {
        float[] scores = predicted.toFloatArray();
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < fold.test().size(); i++) {
            Clip clip = clips.get(fold.test().get(i));
            float[] row = Arrays.copyOfRange(scores, i * labels.size(), (i + 1) * labels.size());
            List<Float> kept = new ArrayList<>();
            if (metric == DownstreamMetric.MEAN_AVERAGE_PRECISION) {
                for (float score : row) {
                    kept.add(score);
                }
            }
            predictions.add(new Prediction(
                    clip.filename(),
                    clip.source(),
                    fold.name(),
                    String.valueOf(clip.label()),
                    labels.get(largest(row)),
                    kept));
        }
        return predictions;
    }

    private static int largest(float[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
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
    public List<String> labels(List<Clip> clips) {
        TreeSet<String> labels = new TreeSet<>();
        for (Clip clip : clips) {
            if (clip.label() == null) {
                throw new ConfigurationException(
                        "data", "must have a label for every clip; " + clip.filename() + " has none");
            }
            labels.addAll(labels(clip));
        }
        ConfigurationException.require(labels.size() >= 2, "data", "have at least two labels", labels);
        return List.copyOf(labels);
    }

    private List<String> labels(Clip clip) {
        return metric == DownstreamMetric.ACCURACY ? List.of(String.valueOf(clip.label())) : clip.labels();
    }

    /** Row-major [clips, labels], 1 where a clip has a label. */
    private float[] targets(List<Clip> clips, List<String> labels) {
        float[] targets = new float[clips.size() * labels.size()];
        for (int i = 0; i < clips.size(); i++) {
            for (String label : labels(clips.get(i))) {
                targets[i * labels.size() + labels.indexOf(label)] = 1;
            }
        }
        return targets;
    }

    private static Probe.Part part(NDArray features, NDArray targets, List<Integer> rows, NDManager manager) {
        NDArray positions =
                manager.create(rows.stream().mapToLong(Integer::longValue).toArray());
        Probe.Part part = new Probe.Part(features.get(positions), targets.get(positions));
        part.features().attach(manager);
        part.targets().attach(manager);
        return part;
    }
}

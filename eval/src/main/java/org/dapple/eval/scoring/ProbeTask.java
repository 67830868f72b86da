package org.dapple.eval.scoring;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.DownstreamTask;
import org.dapple.data.task.Fold;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.probe.Probe;
import org.dapple.eval.result.Prediction;
import org.dapple.eval.result.ProbeResult;

/**
 * Runs a probe over the folds of a labelled set.
 *
 * @param probe learns from each fold
 * @param task the set
 * @param seeds decide validation parts, initial values and order
 */
public record ProbeTask(Probe probe, DownstreamTask task, Seeds seeds) {

    /**
     * Divides the set into folds.
     *
     * @return the folds, at least one
     * @throws ConfigurationException with the key {@code data} if splits and folds are missing
     */
    public List<Fold> folds() {
        return Fold.of(task.clips(), seeds, probe.validation());
    }

    /**
     * Learns from each fold and scores its test clips.
     *
     * @param embeddings of all clips of the task
     * @param folds some of {@link #folds}, possibly with fewer training clips
     * @param manager its device computes
     * @param afterEach called after every fold, for progress
     * @return scores and predictions
     * @throws ConfigurationException with the key {@code data} if labels are missing
     */
    public ProbeResult run(Embeddings embeddings, List<Fold> folds, NDManager manager, Runnable afterEach) {
        if (!embeddings.clips().equals(task.clips())) {
            throw new IllegalArgumentException("the embeddings are not those of the task's clips");
        }
        List<String> labels = task.labels();
        List<Prediction> predictions = new ArrayList<>();
        Map<String, Map<String, Object>> training = new HashMap<>();
        try (NDManager scope = manager.newSubManager()) {
            NDArray features =
                    scope.create(embeddings.values(), new Shape(task.clips().size(), embeddings.width()));
            NDArray targets =
                    scope.create(targets(labels), new Shape(task.clips().size(), labels.size()));
            for (int number = 0; number < folds.size(); number++) {
                Fold fold = folds.get(number);
                try (NDManager inner = scope.newSubManager()) {
                    Probe.Learned learned = probe.predict(
                            part(features, targets, fold.train(), false, inner),
                            part(features, targets, fold.valid(), fold.drawn(), inner),
                            part(features, targets, fold.test(), false, inner).features(),
                            task.metric(),
                            seeds,
                            number);
                    predictions.addAll(
                            predictions(labels, fold, learned.scores().toFloatArray()));
                    Map<String, Object> told = new LinkedHashMap<>(learned.training());
                    List<String> unknown = task.withoutTraining(fold);
                    if (!unknown.isEmpty()) {
                        told.put(ProbeResult.NOT_TRAINED, unknown);
                    }
                    training.put(fold.name(), told);
                }
                afterEach.run();
            }
        }
        return ProbeResult.of(probe.protocolName(), task.metric(), labels, predictions, training);
    }

    private List<Prediction> predictions(List<String> labels, Fold fold, float[] scores) {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < fold.test().size(); i++) {
            Clip clip = task.clips().get(fold.test().get(i));
            float[] row = Arrays.copyOfRange(scores, i * labels.size(), (i + 1) * labels.size());
            List<Float> kept = new ArrayList<>();
            if (task.metric() == DownstreamMetric.MEAN_AVERAGE_PRECISION) {
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

    /** {@return the targets, row-major [clips, labels], 1 where a clip has a label} */
    private float[] targets(List<String> labels) {
        Map<String, Integer> columns = new HashMap<>();
        labels.forEach(label -> columns.put(label, columns.size()));
        float[] targets = new float[task.clips().size() * labels.size()];
        for (int i = 0; i < task.clips().size(); i++) {
            for (String label : task.labels(task.clips().get(i))) {
                targets[i * labels.size() + columns.getOrDefault(label, 0)] = 1;
            }
        }
        return targets;
    }

    private static Probe.Part part(
            NDArray features, NDArray targets, List<Integer> rows, boolean drawn, NDManager manager) {
        if (rows.isEmpty()) {
            return new Probe.Part(
                    manager.zeros(new Shape(0, features.getShape().get(1))),
                    manager.zeros(new Shape(0, targets.getShape().get(1))));
        }
        NDArray positions =
                manager.create(rows.stream().mapToLong(Integer::longValue).toArray());
        Probe.Part part = new Probe.Part(features.get(positions), targets.get(positions), drawn);
        part.features().attach(manager);
        part.targets().attach(manager);
        return part;
    }
}

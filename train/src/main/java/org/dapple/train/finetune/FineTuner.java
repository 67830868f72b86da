package org.dapple.train.finetune;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.dapple.core.augment.Mixup;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.run.Seeds;
import org.dapple.data.task.LabelSet;
import org.dapple.masking.MaskInput;
import org.dapple.train.optim.CosineSchedule;
import org.dapple.train.optim.Gradients;
import org.dapple.train.optim.Optimizer;
import org.dapple.train.record.TrainingFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Fine-tunes one fold. All randomness is a function of the fold's seed and the step, so equal seeds give equal weights,
 * bit for bit. Nothing is read back from the device within an epoch.
 */
final class FineTuner {
    private final FineTuningConfig config;
    private final ClipSounds sounds;
    private final FineTuningParts parts;
    private final FineTunedClassifier classifier;
    private final FineTuningListener listener;
    private final Seeds seeds;
    private final NDManager manager;
    private final LabelSet labels;
    /** The classes of each clip, by number. */
    private final List<List<Integer>> classes;

    private final Map<String, Parameter> parameters;
    private final Optimizer optimizer;
    private final int stepsPerEpoch;
    private final CosineSchedule rates;

    /**
     * A fold before its first step.
     *
     * @param job encoder, clips and settings
     * @param parts the fold's clips
     * @param classifier trainable
     * @param seeds of the fold
     * @param listener follows the training
     * @param manager owner of arrays that live as long as the training
     */
    FineTuner(
            FineTuningJob job,
            FineTuningParts parts,
            FineTunedClassifier classifier,
            Seeds seeds,
            FineTuningListener listener,
            NDManager manager) {
        this.config = job.config();
        this.sounds = job.sounds();
        this.parts = parts;
        this.classifier = classifier;
        this.listener = listener;
        this.seeds = seeds;
        this.manager = manager;
        this.labels = job.labels();
        this.classes = labels.classes(sounds.clips());
        this.parameters = classifier.parameters();
        this.optimizer = config.optimizer().start(parameters, manager);
        int clips = config.sampling().perEpoch(parts.train().size());
        this.stepsPerEpoch = config.schedule().stepsPerEpoch(clips);
        this.rates = config.schedule().rates(stepsPerEpoch);
    }

    /** Trains to the end, restores the best epoch and scores the test clips. */
    FineTuned run() throws IOException {
        BestWeights best = new BestWeights(parameters, manager);
        List<FineTuned.Epoch> curve = new ArrayList<>();
        double[] weights = EpochSampling.weights(classesOf(parts.train()));
        try (WaveformBatches batches = new WaveformBatches(
                sounds, parts.train(), weights, config.sampling(), stepsPerEpoch, classifier.samples(), seeds)) {
            for (int epoch = 1; epoch <= config.schedule().epochs(); epoch++) {
                double loss = train(epoch, batches);
                double score = score(parts.selection());
                best.offer(epoch, score);
                curve.add(new FineTuned.Epoch(epoch, loss, score));
                listener.finished(curve.get(epoch - 1), best.epoch());
            }
        }
        best.restore();
        return new FineTuned(classifier, rows(scores(parts.test())), best.epoch(), curve);
    }

    /** One pass over the training part; returns the mean loss of its steps. */
    private double train(int epoch, WaveformBatches batches) throws IOException {
        try (NDManager scope = manager.newSubManager()) {
            NDArray sum = scope.zeros(new Shape());
            for (int i = 0; i < stepsPerEpoch; i++) {
                requireGoingOn(epoch);
                long step = (epoch - 1L) * stepsPerEpoch + i;
                try (NDManager inner = scope.newSubManager()) {
                    sum.addi(step(inner, batches.next(), step));
                }
                listener.stepped(step + 1, (long) config.schedule().epochs() * stepsPerEpoch);
            }
            float loss = sum.getFloat() / stepsPerEpoch;
            if (!Float.isFinite(loss)) {
                throw new TrainingFailedException("the loss is no longer a number in epoch " + epoch + " of "
                        + parts.name() + ": lower learning_rate or raise warmup_epochs");
            }
            return loss;
        }
    }

    /** One step: learning rate, batch, augmentation, mask, loss, gradients, update. */
    private NDArray step(NDManager scope, WaveformBatches.Batch batch, long step) {
        double learningRate = rates.at((double) step);
        int clips = batch.clips().size();
        NDArray waveforms = scope.create(batch.samples(), new Shape(clips, classifier.samples()));
        NDArray wanted = scope.create(labels.targets(classesOf(batch.clips())), new Shape(clips, labels.size()));
        Mixup.Mixed changed = config.augmentation().apply(waveforms, wanted, classifier::spectrograms, seeds, step);
        NDArray spectrograms = classifier.wholePatches(changed.values());
        PatchMask mask = mask(spectrograms, step);
        NDArray loss;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            loss = classifier.kind().loss(classifier.logits(spectrograms, mask, true), changed.targets());
            collector.backward(loss);
        }
        Gradients gradients = Gradients.of(parameters, scope);
        optimizer.step(gradients, learningRate);
        gradients.zero();
        return loss.stopGradient();
    }

    private @Nullable PatchMask mask(NDArray spectrograms, long step) {
        if (config.trainingMask().isEmpty()) {
            return null;
        }
        seeds.seedEngine(Seeds.Purpose.MASK, 0, step);
        return config.trainingMask().get().mask(new MaskInput(spectrograms, classifier.grid(), 0));
    }

    /** The probabilities of clips from their start, row-major [clips, C]. */
    private float[] scores(List<Integer> clips) throws IOException {
        float[] scores = new float[clips.size() * labels.size()];
        int samples = classifier.samples();
        int most = config.schedule().batchSize();
        for (int first = 0; first < clips.size(); first += most) {
            int count = Math.min(most, clips.size() - first);
            float[] sound = new float[count * samples];
            for (int row = 0; row < count; row++) {
                sounds.copy(clips.get(first + row), 0, sound, row * samples, samples);
            }
            try (NDManager scope = manager.newSubManager()) {
                NDArray predicted = classifier.predict(scope.create(sound, new Shape(count, samples)));
                System.arraycopy(predicted.toFloatArray(), 0, scores, first * labels.size(), count * labels.size());
            }
        }
        return scores;
    }

    private double score(List<Integer> clips) throws IOException {
        return classifier.kind().score(labels.targets(classesOf(clips)), scores(clips), labels.size());
    }

    private List<List<Integer>> classesOf(List<Integer> clips) {
        return clips.stream().map(classes::get).toList();
    }

    private List<List<Float>> rows(float[] scores) {
        List<List<Float>> rows = new ArrayList<>();
        for (int first = 0; first < scores.length; first += labels.size()) {
            List<Float> row = new ArrayList<>();
            for (int label = 0; label < labels.size(); label++) {
                row.add(scores[first + label]);
            }
            rows.add(row);
        }
        return rows;
    }

    private void requireGoingOn(int epoch) {
        if (listener.stopRequested()) {
            throw new CancellationException("interrupted in epoch " + epoch + " of "
                    + config.schedule().epochs() + " of " + parts.name()
                    + "; nothing of this fold is kept, so start again");
        }
    }
}

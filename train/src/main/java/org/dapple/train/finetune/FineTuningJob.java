package org.dapple.train.finetune;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dapple.core.ops.TorchOps;
import org.dapple.core.run.Seeds;
import org.dapple.data.clips.Heard;
import org.dapple.data.clips.HeardClip;
import org.dapple.data.clips.StoredClip;
import org.dapple.data.task.LabelSet;
import org.dapple.models.encoder.AudioEncoder;

/**
 * The fine-tuning of an encoder on a labelled set, fold by fold.
 *
 * @param config everything that decides it, apart from encoder and data
 * @param encoder with which each fold begins; it is not changed
 * @param sounds the clips
 * @param labels their classes
 * @param seconds length to which clips are cut or padded
 */
public record FineTuningJob(
        FineTuningConfig config, AudioEncoder encoder, ClipSounds sounds, LabelSet labels, double seconds) {

    /** Checks that the encoder has the frozen parts. */
    public FineTuningJob {
        config.requireParts(encoder);
    }

    /**
     * Fine-tunes a fold.
     *
     * @param parts its clips, as positions in the list of sounds
     * @param number of the fold, from 0; with the seed it decides all randomness
     * @param parent its device computes
     * @param listener follows the training
     * @return scores and classifier; the caller closes it
     * @throws IOException if a clip can no longer be read
     * @throws org.dapple.train.record.TrainingFailedException if the loss is no longer a number
     * @throws java.util.concurrent.CancellationException if the listener asked to stop
     */
    public FineTuned run(FineTuningParts parts, int number, NDManager parent, FineTuningListener listener)
            throws IOException {
        return train(begin(number, parent), parts, number, parent, listener);
    }

    /**
     * What the encoder of a fold has heard after fine-tuning: the training clips, the clips that decide which epoch is
     * kept, and everything that it had heard before.
     *
     * @param parts the fold's clips
     * @param before what the encoder had heard before fine-tuning
     * @return what it has heard afterwards
     */
    public Heard heard(FineTuningParts parts, Heard before) {
        List<StoredClip> own = new ArrayList<>();
        for (int i : Stream.of(parts.train(), parts.selection())
                .flatMap(List::stream)
                .distinct()
                .toList()) {
            int frames = encoder.frontEnd().frames(sounds.length(i));
            own.add(new StoredClip(sounds.clips().get(i), sounds.contentHashes().get(i), 0, frames));
        }
        return before.thenTrainedOn(HeardClip.of(own));
    }

    /** The classifier of a fold, before its first step. */
    FineTunedClassifier begin(int number, NDManager parent) {
        config.precision().requireSupported(parent.getDevice(), TorchOps.standard());
        NDManager manager = parent.newSubManager();
        AudioEncoder own = encoder.trainable(manager, config.precision(), config::freezes);
        Pooling pooling = config.trainingMask().isPresent() ? Pooling.PATCHES : Pooling.COLUMNS;
        ClassifierShape shape = new ClassifierShape(labels, seconds, config.lastPatch(), pooling);
        seeds(number).seedEngine(Seeds.Purpose.WEIGHTS, 0, 0);
        return FineTunedClassifier.untrained(own, shape, manager);
    }

    /** Fine-tunes a classifier from its first step. */
    FineTuned train(
            FineTunedClassifier classifier,
            FineTuningParts parts,
            int number,
            NDManager parent,
            FineTuningListener listener)
            throws IOException {
        try (NDManager scope = parent.newSubManager()) {
            return new FineTuner(this, parts, classifier, seeds(number), listener, scope).run();
        } catch (IOException | RuntimeException e) {
            classifier.close();
            throw e;
        }
    }

    private Seeds seeds(int number) {
        return new Seeds(new Seeds(config.seed()).of(Seeds.Purpose.FINE_TUNING, number, 0));
    }
}

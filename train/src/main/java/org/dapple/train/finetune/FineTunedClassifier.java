package org.dapple.train.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.files.SealedJson;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.run.HeardList;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.clips.Heard;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.layers.NamedParameters;
import org.dapple.models.layers.VisionTransformer;
import org.dapple.models.layers.Weights;
import org.dapple.models.weights.Safetensors;
import org.jspecify.annotations.Nullable;

/**
 * A classifier of sounds, with probabilities of classes as output. On disk it is a folder with {@code classifier.json},
 * {@code head.safetensors} and {@code encoder/}, which can be used like any other encoder.
 */
public final class FineTunedClassifier implements AutoCloseable {
    private static final String DESCRIPTION = "classifier.json";
    private static final String HEAD = "head.safetensors";
    private static final String ENCODER = "encoder";
    private static final String HEARD = "heard.csv";

    private final AudioEncoder encoder;
    private final ClassifierHead head;
    private final ClassifierShape shape;
    private final LabelKind kind;
    private final NDManager manager;
    private final ParameterStore store;

    private FineTunedClassifier(AudioEncoder encoder, ClassifierShape shape, boolean frozen, NDManager manager) {
        PatchGrid grid = encoder.grid();
        int width = shape.pooling().width(grid.freqPatches(), encoder.size().width());
        this.encoder = encoder;
        this.shape = shape;
        this.kind = LabelKind.of(shape.labels().metric());
        this.manager = manager;
        this.store = new ParameterStore(manager, false);
        this.head = new ClassifierHead(width, shape.labels().size());
        if (frozen) {
            head.freezeParameters(true);
        }
        head.initialize(manager, DataType.FLOAT32, new Shape(2, width));
    }

    /**
     * A classifier before training. The head's weights come from the engine's generator.
     *
     * @param encoder trainable; closed with the classifier
     * @param shape its classes, and how features are made
     * @param manager closed with the classifier
     */
    static FineTunedClassifier untrained(AudioEncoder encoder, ClassifierShape shape, NDManager manager) {
        return new FineTunedClassifier(encoder, shape, false, manager);
    }

    /**
     * Reads a classifier.
     *
     * @param folder as {@link #save} writes it
     * @param parent its device computes; the weights live below it
     * @return the classifier, its weights frozen
     * @throws IOException if the folder holds no classifier
     */
    public static FineTunedClassifier load(Path folder, NDManager parent) throws IOException {
        NDManager manager = parent.newSubManager();
        try {
            ClassifierShape shape = ClassifierShape.read(new Settings(SealedJson.read(folder.resolve(DESCRIPTION))));
            AudioEncoder encoder = AudioEncoder.load(folder.resolve(ENCODER), manager);
            FineTunedClassifier classifier = new FineTunedClassifier(encoder, shape, true, manager);
            try (NDManager scope = manager.newSubManager()) {
                Weights.copy(Safetensors.read(folder.resolve(HEAD), scope), classifier.head);
            }
            return classifier;
        } catch (ConfigurationException e) {
            manager.close();
            throw new IOException(folder.resolve(DESCRIPTION) + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Writes the classifier, with the list of clips that its encoder has heard.
     *
     * @param folder made if it does not exist
     * @param heard by the encoder, in pre-training and in fine-tuning ({@link FineTuningJob#heard})
     * @throws IOException if it cannot be written
     */
    public void save(Path folder, Heard heard) throws IOException {
        HeardList list = heard.write(folder.resolve(HEARD));
        encoder.withHeard(Optional.of(list)).save(folder.resolve(ENCODER));
        Files.delete(list.file()); // the encoder's folder holds a copy
        Safetensors.write(folder.resolve(HEAD), Weights.of(head), Map.of());
        SealedJson.write(folder.resolve(DESCRIPTION), shape.toSettings());
    }

    /** {@return the classes, in the order of the probabilities} */
    public List<String> labels() {
        return shape.labels().names();
    }

    /** {@return the rate that waveforms must have, in Hz} */
    public int sampleRate() {
        return encoder.sampleRate();
    }

    /** {@return S, the samples that waveforms are cut or padded to} */
    public int samples() {
        return (int) (shape.seconds() * encoder.sampleRate());
    }

    /**
     * Classifies sounds.
     *
     * @param waveforms float32 [B, any length]; cut, or padded with silence, to {@link #samples}
     * @return the probability of each class, [B, C], on the manager of the waveforms; if classes exclude each other,
     *     the probabilities of a clip sum to 1
     */
    public NDArray predict(NDArray waveforms) {
        NDManager outer = waveforms.getManager();
        List<NDArray> learning = parameters().values().stream()
                .filter(Parameter::requiresGradient)
                .map(Parameter::getArray)
                .toList();
        // Recorded in no gradient graph, so that intermediate results are released at once.
        learning.forEach(values -> values.setRequiresGradient(false));
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(waveforms);
            NDArray probabilities = kind.probabilities(logits(wholePatches(spectrograms(waveforms)), null, false));
            probabilities.attach(outer);
            return probabilities;
        } finally {
            learning.forEach(values -> values.setRequiresGradient(true));
        }
    }

    /** Normalised spectrograms of sound with all its frames: [B, any length] to [B, 1, bands, frames]. */
    NDArray spectrograms(NDArray waveforms) {
        NDArray sound = fitted(waveforms, samples());
        return encoder.normalization().apply(encoder.frontEnd().apply(sound)).expandDims(1);
    }

    /** The patches of a clip. */
    PatchGrid grid() {
        int frames = encoder.frontEnd().frames(samples());
        PatchGrid trained = encoder.grid();
        return trained.withTimePatches(shape.lastPatch().columns(frames, trained.patchWidth()));
    }

    /** Spectrograms [B, 1, bands, frames] of whole patches: zeros are added at the end, or frames are left out. */
    NDArray wholePatches(NDArray spectrograms) {
        return fitted(spectrograms, grid().frames());
    }

    private static NDArray fitted(NDArray array, long length) {
        Shape old = array.getShape();
        long missing = length - old.get(old.dimension() - 1);
        if (missing < 0) {
            return array.get(new NDIndex("..., :{}", length));
        }
        Shape padding = old.slice(0, old.dimension() - 1).add(missing);
        return missing == 0 ? array : array.concat(array.getManager().zeros(padding), -1);
    }

    /**
     * Scores before softmax or sigmoid.
     *
     * @param spectrograms normalised, of whole patches, [B, 1, bands, frames]
     * @param mask which of the {@link #grid}'s patches are visible; null for all
     * @param training whether gradients are being recorded
     * @return [B, C]
     */
    NDArray logits(NDArray spectrograms, @Nullable PatchMask mask, boolean training) {
        VisionTransformer transformer = encoder.transformer();
        NDArray tokens = mask == null
                ? transformer.forward(store, spectrograms, training)
                : transformer.encodeVisible(store, spectrograms, mask, training);
        NDArray features = shape.pooling()
                .apply(tokens.get(new NDIndex(":, 1:")), encoder.grid().freqPatches());
        return head.forward(store, features, training);
    }

    /** Whether a clip has one class or several. */
    LabelKind kind() {
        return kind;
    }

    /** All parameters, those of the encoder under {@code encoder.}, those of the head under {@code head.}. */
    Map<String, Parameter> parameters() {
        Map<String, Parameter> all = new LinkedHashMap<>();
        NamedParameters.of(encoder.transformer()).forEach((name, parameter) -> all.put("encoder." + name, parameter));
        NamedParameters.of(head).forEach((name, parameter) -> all.put("head." + name, parameter));
        return all;
    }

    @Override
    public void close() {
        encoder.close();
        manager.close();
    }
}

package org.dapple.models.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.dapple.core.files.Fingerprint;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.FrontEnds;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.ops.Precision;
import org.dapple.core.run.HeardList;
import org.dapple.core.settings.Catalogue;
import org.dapple.core.settings.Settings;
import org.dapple.models.layers.NamedParameters;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.VisionTransformer;
import org.dapple.models.layers.Weights;

/**
 * Turns sound into embeddings. Front end, normalisation and weights are useless without each other, so an encoder holds
 * all three. On disk it is a folder with {@code encoder.json} and {@code encoder.safetensors}, each with its own
 * checksum, so that a run may replace one after the other. If the clips that the weights have heard are known,
 * {@code heard.csv} lists them. Source of the pooling: the EVAR protocol of M2D.
 */
public final class AudioEncoder implements AutoCloseable {
    private final NDManager manager;
    private final FrontEnd frontEnd;
    private final Normalization normalization;
    private final VisionTransformer transformer;
    private final ParameterStore store;
    private final Optional<HeardList> heard;

    /**
     * Wraps a transformer, which may still be training. The clips it has heard are unknown until {@link #withHeard}.
     *
     * @param frontEnd computes spectrograms
     * @param normalization normalisation of the spectrograms
     * @param transformer an initialised transformer
     * @param manager closed with the encoder
     */
    public AudioEncoder(
            FrontEnd frontEnd, Normalization normalization, VisionTransformer transformer, NDManager manager) {
        this(frontEnd, normalization, transformer, Optional.empty(), manager);
    }

    private AudioEncoder(
            FrontEnd frontEnd,
            Normalization normalization,
            VisionTransformer transformer,
            Optional<HeardList> heard,
            NDManager manager) {
        this.frontEnd = frontEnd;
        this.normalization = normalization;
        this.transformer = transformer;
        this.manager = manager;
        this.store = new ParameterStore(manager, false);
        this.heard = heard;
    }

    /**
     * The same encoder with the list of clips it has heard. Closing either encoder closes both.
     *
     * @param list the clips that the weights were trained on; empty if unknown
     * @return an encoder around the same weights
     */
    public AudioEncoder withHeard(Optional<HeardList> list) {
        return new AudioEncoder(frontEnd, normalization, transformer, list, manager);
    }

    /** {@return the list of clips that the weights were trained on; empty if unknown} */
    public Optional<HeardList> heard() {
        return heard;
    }

    /**
     * Reads an encoder.
     *
     * @param folder a folder written by {@link #save}
     * @param parent determines the device and owns the weights
     * @return the encoder, with frozen weights
     * @throws IOException if the folder has no intact encoder
     */
    public static AudioEncoder load(Path folder, NDManager parent) throws IOException {
        return load(folder, parent, FrontEnds.standard());
    }

    /**
     * Reads an encoder with any of the given front ends.
     *
     * @param folder a folder written by {@link #save}
     * @param parent determines the device and owns the weights
     * @param frontEnds the known front ends
     * @return the encoder, with frozen weights
     * @throws IOException if the folder has no intact encoder
     */
    public static AudioEncoder load(Path folder, NDManager parent, Catalogue<FrontEnd> frontEnds) throws IOException {
        return EncoderFolder.load(folder, parent, frontEnds);
    }

    /**
     * Writes the encoder.
     *
     * @param folder created if it does not exist
     * @throws IOException if it cannot be written
     */
    public void save(Path folder) throws IOException {
        save(folder, FrontEnds.standard());
    }

    /**
     * Writes the encoder with any of the given front ends.
     *
     * @param folder created if it does not exist
     * @param frontEnds the known front ends
     * @throws IOException if it cannot be written, or the list of heard clips was changed or truncated
     */
    public void save(Path folder, Catalogue<FrontEnd> frontEnds) throws IOException {
        EncoderFolder.save(this, folder, frontEnds);
    }

    /**
     * The clips that the weights in a folder have heard; the weights are not read.
     *
     * @param folder a folder written by {@link #save}
     * @return the list, not yet read; empty if there is none or its file is missing, so that the clips are unknown
     * @throws IOException if the description cannot be read
     */
    public static Optional<HeardList> heard(Path folder) throws IOException {
        return EncoderFolder.heard(folder);
    }

    /**
     * Whether a folder has the files of an encoder.
     *
     * @param folder any folder
     * @return true if {@link #load} can be tried
     */
    public static boolean isIn(Path folder) {
        return EncoderFolder.isOne(folder);
    }

    /** {@return the content of {@code encoder.json}, except the list of heard clips} */
    public Map<String, Object> description() {
        return EncoderFolder.description(this, FrontEnds.standard());
    }

    /**
     * A fingerprint of the embeddings: SHA-256 over {@link #description}, the precision and all weights. Encoders with
     * equal fingerprints give equal embeddings, up to the rounding of different devices and numbers of threads. Saving
     * and loading in float32 does not change it; training does.
     *
     * @return 64 hexadecimal digits
     */
    public String fingerprint() {
        return fingerprint(FrontEnds.standard());
    }

    /**
     * The fingerprint of an encoder with any of the given front ends.
     *
     * @param frontEnds the known front ends
     * @return 64 hexadecimal digits
     */
    public String fingerprint(Catalogue<FrontEnd> frontEnds) {
        Fingerprint fingerprint = new Fingerprint().add(EncoderFolder.description(this, frontEnds));
        fingerprint.add(Settings.word(transformer.precision()));
        Weights.of(transformer)
                .forEach((name, array) ->
                        fingerprint.add(name).add(array.getShape().toString()).add(array.toByteArray()));
        return fingerprint.finish();
    }

    /** {@return the transformer, which computes tokens} */
    public VisionTransformer transformer() {
        return transformer;
    }

    /**
     * A copy of the encoder with its own weights, which may be trained. Set the clips of that training with
     * {@link #withHeard}.
     *
     * @param parent determines the device and owns the weights
     * @param precision precision of the linear layers
     * @param frozen tests whether the parameter of a name stays frozen
     * @return the copy; the caller closes it
     */
    public AudioEncoder trainable(NDManager parent, Precision precision, Predicate<String> frozen) {
        VisionTransformer copy = new VisionTransformer(transformer.config(), grid(), transformer.style(), precision);
        NamedParameters.of(copy).forEach((name, parameter) -> parameter.freeze(frozen.test(name)));
        NDManager own = parent.newSubManager();
        copy.initialize(own, DataType.FLOAT32, new Shape(1, 1, grid().bands(), grid().frames()));
        Weights.copy(Weights.of(transformer), copy);
        return new AudioEncoder(frontEnd, normalization, copy, own);
    }

    /** {@return the rate that waveforms must have, in Hz} */
    public int sampleRate() {
        return frontEnd.sampleRate();
    }

    /** {@return the front end} */
    public FrontEnd frontEnd() {
        return frontEnd;
    }

    /** {@return the statistics of the training data's spectrograms} */
    public Normalization normalization() {
        return normalization;
    }

    /** {@return the patch grid of the training crops} */
    public PatchGrid grid() {
        return transformer.grid();
    }

    /** {@return the size of the transformer} */
    public ViTConfig size() {
        return transformer.config();
    }

    /** {@return the width of an embedding, F · D} */
    public int width() {
        return transformer.grid().freqPatches() * transformer.config().width();
    }

    /**
     * One embedding per patch column: the concatenated tokens of all patch rows. Sounds longer than the training crop
     * are encoded in chunks.
     *
     * @param waveforms float32 [B, S], a batch of equally long sounds
     * @return embeddings, float32 [B, T', F · D] with T' = frames / patchWidth, rounded up, on the manager of the
     *     waveforms
     */
    public NDArray encode(NDArray waveforms) {
        NDManager outer = waveforms.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(waveforms);
            NDArray spectrograms = spectrograms(waveforms);
            long frames = spectrograms.getShape().get(3);
            NDList chunks = new NDList();
            for (long first = 0; first < frames; first += transformer.grid().frames()) {
                long last = Math.min(frames, first + transformer.grid().frames());
                chunks.add(encodeChunk(spectrograms, first, last));
            }
            NDArray result = NDArrays.concat(chunks, 1);
            result.attach(outer);
            return result;
        }
    }

    /**
     * One embedding per sound: the mean of {@link #encode} over time.
     *
     * @param waveforms float32 [B, S]
     * @return embeddings, float32 [B, F · D], on the manager of the waveforms
     */
    public NDArray embed(NDArray waveforms) {
        try (NDManager scope = waveforms.getManager().newSubManager()) {
            NDArray frames = encode(waveforms);
            frames.attach(scope);
            NDArray result = frames.mean(new int[] {1});
            result.attach(waveforms.getManager());
            return result;
        }
    }

    /** Normalised log-mels [B, 1, bands, frames], padded with zeros to whole patches. */
    private NDArray spectrograms(NDArray waveforms) {
        int patchWidth = transformer.grid().patchWidth();
        NDArray sound = zerosBehind(waveforms, frontEnd.samples(patchWidth));
        NDArray normalized = normalization.apply(frontEnd.apply(sound));
        long frames = normalized.getShape().get(2);
        return zerosBehind(normalized, (frames + patchWidth - 1) / patchWidth * patchWidth)
                .expandDims(1);
    }

    private static NDArray zerosBehind(NDArray array, long length) {
        Shape shape = array.getShape();
        long missing = length - shape.get(shape.dimension() - 1);
        if (missing <= 0) {
            return array;
        }
        Shape padding = shape.slice(0, shape.dimension() - 1).add(missing);
        return array.concat(array.getManager().zeros(padding), -1);
    }

    /** Encodes a chunk and releases its temporary arrays, because a long sound has many chunks. */
    private NDArray encodeChunk(NDArray spectrograms, long first, long last) {
        NDManager outer = spectrograms.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(spectrograms);
            NDArray crop = spectrograms.get(new NDIndex(":, :, :, {}:{}", first, last));
            NDArray tokens = transformer.forward(store, crop, false).get(new NDIndex(":, 1:"));
            long batch = tokens.getShape().get(0);
            int rows = transformer.grid().freqPatches();
            long width = tokens.getShape().get(2);
            long columns = tokens.getShape().get(1) / rows;
            NDArray result = tokens.reshape(batch, rows, columns, width)
                    .transpose(0, 2, 1, 3)
                    .reshape(batch, columns, rows * width);
            result.attach(outer);
            return result;
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}

package org.dapple.eval.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.reading.PieceHandler;
import org.dapple.data.reading.PieceReader;
import org.dapple.data.task.DownstreamTask;
import org.jspecify.annotations.Nullable;

/**
 * Computes the vectors of clips, each cut or padded with silence to one length from its start, so that no result
 * depends on chance or on its batch. Of a long recording only the beginning is kept; the rest is listened to for its
 * fingerprint.
 *
 * <p>All batches are equally large, the last one filled up with silence, because matrix products of another size may
 * round otherwise: the vector of a sound is the same to the last bit whatever is embedded beside it, so it can be kept
 * and used again ({@link EmbeddingStore}). That holds on one device with one number of threads, for features that treat
 * each clip by itself.
 *
 * @param features what is computed
 * @param seconds length that clips are cut or padded to
 */
public record Embedder(ClipFeatures features, double seconds) {
    private static final int MOST_CLIPS = 32;
    /** Of sound in a batch: larger ones are not faster on a CPU, and cost more to fill up. */
    private static final double BATCH_SECONDS = 80;

    /** Checks the length. */
    public Embedder {
        ConfigurationException.require(
                seconds > 0 && seconds <= DownstreamTask.LONGEST_SECONDS,
                "seconds",
                "be positive and at most " + DownstreamTask.LONGEST_SECONDS,
                seconds);
    }

    /**
     * The vectors of clips.
     *
     * @param clips the clips
     * @param manager its device computes
     * @param afterEach called after every clip, for progress
     * @return one vector for each clip that can be read
     * @throws IOException if reading fails as a whole
     */
    public Embeddings run(List<Clip> clips, NDManager manager, Runnable afterEach) throws IOException {
        return run(clips, Optional.empty(), manager, afterEach);
    }

    /**
     * The vectors of clips, those that were computed before from a folder, where the others are kept batch by batch.
     * Clips that cannot be read are tried anew each time.
     *
     * @param clips the clips; their files must not change meanwhile
     * @param stores folder of {@link EmbeddingStore}s, of any encoders and lengths
     * @param manager its device computes
     * @param afterEach called after every clip, for progress; those that are there already come first
     * @return one vector for each clip that can be read, in the order of the clips
     * @throws IOException if reading fails as a whole, or the embeddings cannot be kept
     */
    public Embeddings run(List<Clip> clips, Path stores, NDManager manager, Runnable afterEach) throws IOException {
        try (EmbeddingStore store = EmbeddingStore.open(stores, features.fingerprint(), seconds)) {
            return run(clips, Optional.of(store), manager, afterEach);
        }
    }

    private Embeddings run(List<Clip> clips, Optional<EmbeddingStore> store, NDManager manager, Runnable afterEach)
            throws IOException {
        EmbeddingRows rows = new EmbeddingRows(clips);
        List<Missing> missing = new ArrayList<>();
        for (int i = 0; i < clips.size(); i++) {
            Optional<ClipFile> file = store.isEmpty()
                    ? Optional.empty()
                    : ClipFile.of(clips.get(i).file());
            Optional<StoredEmbedding> known = file.isEmpty()
                    ? Optional.empty()
                    : store.get().find(file.get().hash());
            if (known.isPresent()) {
                rows.put(i, known.get());
                afterEach.run();
            } else {
                missing.add(new Missing(i, clips.get(i), file.orElse(null)));
            }
        }
        Collector collector = new Collector(missing, rows, store, manager, afterEach);
        AudioReader reader = new AudioReader(AudioDecoders.standard(), features.sampleRate());
        new PieceReader(reader, collector.samples)
                .read(missing.stream().map(Missing::clip).toList(), collector);
        collector.flush();
        return rows.embeddings();
    }

    /** How many clips are embedded at once: a function of their length alone. */
    int batch() {
        return (int) Math.max(1, Math.min(MOST_CLIPS, Math.floor(BATCH_SECONDS / seconds)));
    }

    /** A clip that has to be embedded: where it is in the list, and its file as it was hashed, if it could be. */
    private record Missing(
            int position, Clip clip, @Nullable ClipFile file) {}

    /** A clip that is decoded. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record Heard(Missing of, String contentHash, float[] beginning) {}

    /** Gathers waveforms until a batch is full. */
    private final class Collector implements PieceHandler {
        private final List<Missing> missing;
        private final EmbeddingRows rows;
        private final Optional<EmbeddingStore> store;
        private final NDManager manager;
        private final Runnable afterEach;
        private final int samples = Math.max(1, (int) (seconds * features.sampleRate()));
        private final List<Heard> waiting = new ArrayList<>();
        /** The clip that is being read. */
        private int next;
        /** Of this clip; empty before its first piece. */
        private float[] beginning = {};

        private Collector(
                List<Missing> missing,
                EmbeddingRows rows,
                Optional<EmbeddingStore> store,
                NDManager manager,
                Runnable afterEach) {
            this.missing = missing;
            this.rows = rows;
            this.store = store;
            this.manager = manager;
            this.afterEach = afterEach;
        }

        @Override
        public void piece(Clip clip, float[] piece, int count, boolean last) {
            if (beginning.length == 0) {
                beginning = Arrays.copyOf(piece, samples);
            }
        }

        @Override
        public void end(Clip clip, String contentHash) throws IOException {
            waiting.add(new Heard(missing.get(next), contentHash, beginning));
            if (waiting.size() == batch()) {
                flush();
            }
            done();
        }

        @Override
        public void skipped(SkippedClip clip) {
            rows.skip(clip);
            done();
        }

        private void done() {
            beginning = new float[0];
            next++;
            afterEach.run();
        }

        private void flush() throws IOException {
            if (waiting.isEmpty()) {
                return;
            }
            FloatBuffer buffer = FloatBuffer.allocate(batch() * samples); // silence behind the last clip
            waiting.forEach(heard -> buffer.put(heard.beginning));
            try (NDManager scope = manager.newSubManager()) {
                NDArray vectors = features.apply(scope.create(buffer.clear(), new Shape(batch(), samples)));
                int width = Math.toIntExact(vectors.getShape().get(1));
                float[] values = vectors.toFloatArray();
                for (int i = 0; i < waiting.size(); i++) {
                    keep(waiting.get(i), Arrays.copyOfRange(values, i * width, (i + 1) * width));
                }
            }
            waiting.clear();
        }

        private void keep(Heard heard, float[] vector) throws IOException {
            StoredEmbedding embedding = new StoredEmbedding(heard.contentHash, vector);
            rows.put(heard.of.position, embedding);
            ClipFile file = heard.of.file;
            if (store.isPresent() && file != null && file.isStill(heard.of.clip.file())) {
                store.get().add(file.hash(), embedding);
            }
        }
    }
}

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
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.clips.UsableClips;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.reading.PieceHandler;
import org.dapple.data.reading.PieceReader;
import org.dapple.data.task.DownstreamTask;
import org.jspecify.annotations.Nullable;

/**
 * Embeds clips, each cut or padded with silence at its end to one length, so that no result depends on chance or on its
 * batch. Only the beginning of a longer recording is embedded; the rest is read for the content hash.
 *
 * <p>All batches have the same size, and silence fills the last one, because matrix products of another size may round
 * differently. The vector of a sound is therefore the same to the last bit in every batch, and can be stored and used
 * again ({@link EmbeddingStore}). This holds for one device and one number of threads, and for features that treat each
 * clip by itself.
 *
 * @param features computes the vectors
 * @param seconds length to which clips are cut or padded
 */
public record Embedder(ClipFeatures features, double seconds) {
    private static final int MOST_CLIPS = 32;
    /** Seconds of sound in a batch. Larger batches are not faster on a CPU, and cost more to fill. */
    private static final double BATCH_SECONDS = 80;

    /** Refuses a length that is not positive, or longer than {@link DownstreamTask#LONGEST_SECONDS}. */
    public Embedder {
        ConfigurationException.require(
                seconds > 0 && seconds <= DownstreamTask.LONGEST_SECONDS,
                "seconds",
                "be positive and at most " + DownstreamTask.LONGEST_SECONDS,
                seconds);
    }

    /**
     * Embeds clips.
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
     * Embeds clips, with vectors from a store where it has them; new vectors are stored batch by batch. Clips that
     * cannot be read are tried again each time.
     *
     * @param clips the clips; their files must not change meanwhile
     * @param stores folder of {@link EmbeddingStore}s of any encoders and lengths
     * @param manager its device computes
     * @param afterEach called after every clip, for progress; first for the clips that the store has
     * @return one vector for each clip that can be read, in the order of the clips
     * @throws IOException if reading fails as a whole, or the vectors cannot be stored
     */
    public Embeddings run(List<Clip> clips, Path stores, NDManager manager, Runnable afterEach) throws IOException {
        try (EmbeddingStore store = EmbeddingStore.open(stores, features.fingerprint(), seconds)) {
            return run(clips, Optional.of(store), manager, afterEach);
        }
    }

    /**
     * Embeds clips and reports to a watch: progress and skipped clips. A requested stop takes effect between two clips.
     *
     * @param title name of the work in the watch
     * @param clips the clips; their files must not change meanwhile
     * @param stores folder of {@link EmbeddingStore}s, in which vectors are found and stored; empty to store none
     * @param manager its device computes
     * @param watch follows the work
     * @return one vector for each clip that can be read, in the order of the clips
     * @throws IOException if reading fails as a whole, or the vectors cannot be stored
     * @throws ConfigurationException with the key {@code data} if no clip, or fewer than half, can be read
     */
    public Embeddings run(String title, List<Clip> clips, Optional<Path> stores, NDManager manager, Watch watch)
            throws IOException {
        Embeddings found;
        String kept = stores.map(folder -> ": the same command goes on, the embeddings so far are kept in " + folder)
                .orElse("");
        try (Watch.Stage stage = watch.begin(title + ": embedding", clips.size(), "clips")) {
            Runnable afterEach = () -> {
                watch.stopIfRequested(kept);
                stage.step();
            };
            found = stores.isPresent() ? run(clips, stores.get(), manager, afterEach) : run(clips, manager, afterEach);
        }
        if (!found.skipped().isEmpty()) {
            SkippedClip first = found.skipped().get(0);
            watch.say(title + ": " + found.skipped().size() + " of " + clips.size() + " clips skipped, the first is "
                    + first.filename() + ": " + first.reason());
        }
        UsableClips.require(title, found.clips().size(), found.skipped(), Optional.empty());
        return found;
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

    /** {@return how many clips are embedded at once; depends only on their length} */
    int batch() {
        return (int) Math.max(1, Math.min(MOST_CLIPS, Math.floor(BATCH_SECONDS / seconds)));
    }

    /**
     * A clip that has to be embedded.
     *
     * @param position in the list of clips
     * @param file the file when it was hashed; null if it could not be hashed, or nothing is stored
     */
    private record Missing(
            int position, Clip clip, @Nullable ClipFile file) {}

    /** A decoded clip. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record Heard(Missing of, String contentHash, float[] beginning) {}

    /** Collects waveforms until a batch is full. */
    private final class Collector implements PieceHandler {
        private final List<Missing> missing;
        private final EmbeddingRows rows;
        private final Optional<EmbeddingStore> store;
        private final NDManager manager;
        private final Runnable afterEach;
        private final int samples = Math.max(1, (int) (seconds * features.sampleRate()));
        private final List<Heard> waiting = new ArrayList<>();
        /** Index of the clip that is being read. */
        private int next;
        /** Beginning of that clip; empty before its first piece. */
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

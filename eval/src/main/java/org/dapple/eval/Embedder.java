package org.dapple.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dapple.core.ConfigurationException;
import org.dapple.data.AudioDecoders;
import org.dapple.data.AudioReader;
import org.dapple.data.BlockHandler;
import org.dapple.data.BlockReader;
import org.dapple.data.Clip;
import org.dapple.data.SkippedClip;

/**
 * Computes the vectors of clips, each cut or padded with silence to one length from its start, so that no result
 * depends on chance or on its batch. Of a long recording only the beginning is kept; the rest is listened to for its
 * fingerprint.
 *
 * @param features what is computed
 * @param seconds length that clips are cut or padded to
 */
public record Embedder(ClipFeatures features, double seconds) {
    /** What a clip may be cut or padded to at most. */
    public static final double LONGEST_SECONDS = 600;

    private static final int BATCH = 32;

    /** Checks the length. */
    public Embedder {
        ConfigurationException.require(
                seconds > 0 && seconds <= LONGEST_SECONDS,
                "seconds",
                "be positive and at most " + LONGEST_SECONDS,
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
        Collector collector = new Collector(manager, afterEach);
        AudioReader reader = new AudioReader(AudioDecoders.standard(), features.sampleRate());
        new BlockReader(reader, collector.samples).read(clips, collector);
        collector.flush();
        float[] values = new float[collector.rows.size() * collector.width];
        for (int i = 0; i < collector.rows.size(); i++) {
            System.arraycopy(collector.rows.get(i), 0, values, i * collector.width, collector.width);
        }
        return new Embeddings(collector.read, collector.hashes, values, collector.width, collector.skipped);
    }

    /** Gathers waveforms until a batch is full. */
    private final class Collector implements BlockHandler {
        private final NDManager manager;
        private final Runnable afterEach;
        private final int samples = Math.max(1, (int) (seconds * features.sampleRate()));
        private final List<float[]> waiting = new ArrayList<>();
        private final List<Clip> read = new ArrayList<>();
        private final List<String> hashes = new ArrayList<>();
        private final List<float[]> rows = new ArrayList<>();
        private final List<SkippedClip> skipped = new ArrayList<>();
        /** Of the clip that is being read; empty before its first block. */
        private float[] beginning = {};

        private int width;

        private Collector(NDManager manager, Runnable afterEach) {
            this.manager = manager;
            this.afterEach = afterEach;
        }

        @Override
        public void block(Clip clip, float[] block, int count, boolean last) {
            if (beginning.length == 0) {
                beginning = Arrays.copyOf(block, samples);
            }
        }

        @Override
        public void end(Clip clip, String contentHash) {
            read.add(clip);
            hashes.add(contentHash);
            waiting.add(beginning);
            beginning = new float[0];
            if (waiting.size() == BATCH) {
                flush();
            }
            afterEach.run();
        }

        @Override
        public void skipped(SkippedClip clip) {
            beginning = new float[0];
            skipped.add(clip);
            afterEach.run();
        }

        private void flush() {
            if (waiting.isEmpty()) {
                return;
            }
            FloatBuffer buffer = FloatBuffer.allocate(waiting.size() * samples);
            waiting.forEach(buffer::put);
            try (NDManager scope = manager.newSubManager()) {
                NDArray waveforms = scope.create(buffer.flip(), new Shape(waiting.size(), samples));
                NDArray vectors = features.apply(waveforms);
                width = Math.toIntExact(vectors.getShape().get(1));
                float[] values = vectors.toFloatArray();
                for (int i = 0; i < waiting.size(); i++) {
                    rows.add(Arrays.copyOfRange(values, i * width, (i + 1) * width));
                }
            }
            waiting.clear();
        }
    }
}

package org.dapple.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import org.dapple.core.FrontEnd;

/**
 * The log-mel of one clip, made from blocks of its samples. Frames that the edge of a block distorts are made again
 * with the next block, so the frames are those of the whole clip. A clip of one block is transformed at once.
 */
final class LogMelPieces implements BlockWork {
    private final FrontEnd frontEnd;
    private final int shortestFrames;
    private final NDManager manager;
    /** Samples from the first one that a frame still needs. */
    private float[] kept = {};
    /** Whether {@link #kept} begins with the clip, where there is no edge to leave out. */
    private boolean atStart = true;

    LogMelPieces(FrontEnd frontEnd, int shortestFrames, NDManager manager) {
        this.manager = manager;
        this.frontEnd = frontEnd;
        this.shortestFrames = shortestFrames;
    }

    /** The next frames, row-major [frames, bands]. */
    @Override
    public float[] apply(float[] block, int count, boolean last) {
        int held = kept.length;
        float[] samples = Arrays.copyOf(kept, held + count);
        System.arraycopy(block, 0, samples, held, count);
        boolean first = atStart;
        if (last) {
            // A front end that reflects the edges needs a sound that reaches over them.
            int shortest = frontEnd.samples(Math.max(shortestFrames, 2 * frontEnd.edgeFrames() + 1));
            if (first && samples.length < shortest) {
                samples = Arrays.copyOf(samples, shortest);
            }
        }
        int begin = first ? 0 : frontEnd.edgeFrames();
        int end = frontEnd.frames(samples.length) - (last ? 0 : frontEnd.edgeFrames());
        if (end <= begin) {
            if (!last) {
                kept = samples;
            }
            return new float[0];
        }
        if (!last) {
            kept = Arrays.copyOfRange(samples, (end - frontEnd.edgeFrames()) * frontEnd.hop(), samples.length);
            atStart = false;
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray spectrogram = frontEnd.apply(scope.create(samples).expandDims(0));
            return spectrogram
                    .squeeze(0)
                    .get(new NDIndex(":, {}:{}", begin, end))
                    .transpose()
                    .toFloatArray();
        }
    }
}

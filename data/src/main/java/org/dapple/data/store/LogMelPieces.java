package org.dapple.data.store;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.data.reading.PieceWork;

/**
 * Computes the log-mel of one clip from pieces of its samples. Frames distorted by the edge of a piece are computed
 * again with the next piece, so the result equals the log-mel of the whole clip. A clip of one piece is transformed at
 * once.
 */
final class LogMelPieces implements PieceWork {
    private final FrontEnd frontEnd;
    private final int shortestFrames;
    private final NDManager manager;
    /** The samples that later frames still need. */
    private float[] kept = {};
    /** Whether {@link #kept} starts at the beginning of the clip, where no edge frames are dropped. */
    private boolean atStart = true;

    LogMelPieces(FrontEnd frontEnd, int shortestFrames, NDManager manager) {
        this.manager = manager;
        this.frontEnd = frontEnd;
        this.shortestFrames = shortestFrames;
    }

    /** Computes the next frames, row-major [frames, bands]. */
    @Override
    public float[] apply(float[] piece, int count, boolean last) {
        float[] samples = piece;
        int length = count;
        if (kept.length > 0) {
            length += kept.length;
            samples = Arrays.copyOf(kept, length);
            System.arraycopy(piece, 0, samples, kept.length, count);
        }
        int sound = length;
        boolean first = atStart;
        if (first && last) {
            // A front end that reflects the edges needs enough sound to reflect.
            length = Math.max(length, frontEnd.samples(Math.max(shortestFrames, 2 * frontEnd.edgeFrames() + 1)));
        }
        int begin = first ? 0 : frontEnd.edgeFrames();
        int end = frontEnd.frames(length) - (last ? 0 : frontEnd.edgeFrames());
        if (!last) {
            boolean whole = end <= begin;
            kept = Arrays.copyOfRange(samples, whole ? 0 : (end - frontEnd.edgeFrames()) * frontEnd.hop(), length);
            atStart &= whole;
        }
        if (end <= begin) {
            return new float[0];
        }
        try (NDManager scope = manager.newSubManager()) {
            ByteBuffer bytes = scope.allocateDirect(length * Float.BYTES);
            bytes.asFloatBuffer().put(samples, 0, sound); // zeros follow
            NDArray waveform = scope.create(bytes, new Shape(1, length), DataType.FLOAT32);
            NDArray frames = frontEnd.apply(waveform).transpose(0, 2, 1); // [1, frames, bands]
            float[] values = new float[(end - begin) * frontEnd.bands()];
            frames.toByteBuffer(true).asFloatBuffer().get(begin * frontEnd.bands(), values);
            return values;
        }
    }
}

package org.dapple.contracts;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.dapple.core.frontend.FrontEnd;

/** The contract of a {@link FrontEnd}. */
public final class FrontEndContract {
    private static final int SEED = 7;
    private static final float TOLERANCE = 1e-3f;

    private FrontEndContract() {}

    /**
     * Checks a front end.
     *
     * @param frontEnd the front end
     * @param manager its device computes
     * @return findings: frames, silence, pieces of long recordings, finite values, batches
     */
    public static Contract check(FrontEnd frontEnd, NDManager manager) {
        return new Contract.Checks(frontEnd)
                .check("frames are counted as they are made", () -> frames(frontEnd, manager))
                .check("silence", () -> silence(frontEnd, manager))
                .check("the inner frames of a piece are those of the whole", () -> pieces(frontEnd, manager))
                .check("a spectrogram does not depend on its batch, and is finite", () -> batches(frontEnd, manager))
                .contract();
    }

    private static Optional<String> frames(FrontEnd frontEnd, NDManager manager) {
        for (int samples : new int[] {frontEnd.samples(7), frontEnd.samples(7) + 1, frontEnd.samples(8) - 1}) {
            try (NDManager scope = manager.newSubManager()) {
                Shape shape = frontEnd.apply(scope.zeros(new Shape(2, samples))).getShape();
                if (!shape.equals(new Shape(2, frontEnd.bands(), 7)) || frontEnd.frames(samples) != 7) {
                    return Optional.of(samples + " samples must give [B, bands, 7]: frames() says "
                            + frontEnd.frames(samples) + ", apply() gives " + shape);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> silence(FrontEnd frontEnd, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray of = frontEnd.apply(scope.zeros(new Shape(1, frontEnd.samples(9))));
            float lowest = of.min().getFloat();
            float highest = of.max().getFloat();
            return Contract.unless(
                    Math.abs(lowest - frontEnd.silence()) < TOLERANCE
                            && Math.abs(highest - frontEnd.silence()) < TOLERANCE,
                    "silence() says " + frontEnd.silence() + ", silent sound gives " + lowest + " to " + highest);
        }
    }

    private static Optional<String> pieces(FrontEnd frontEnd, NDManager manager) {
        int edge = frontEnd.edgeFrames();
        int inner = 10;
        int start = edge + 5;
        int frames = 2 * edge + inner;
        try (NDManager scope = manager.newSubManager()) {
            Engine.getInstance().setRandomSeed(SEED);
            NDArray whole = scope.randomUniform(-1, 1, new Shape(1, frontEnd.samples(start + frames + edge + 5)));
            int first = start * frontEnd.hop();
            NDArray piece = frontEnd.apply(whole.get(new NDIndex(":, {}:{}", first, first + frontEnd.samples(frames))));
            NDArray expected =
                    frontEnd.apply(whole).get(new NDIndex(":, :, {}:{}", start + edge, start + edge + inner));
            float difference = piece.get(new NDIndex(":, :, {}:{}", edge, edge + inner))
                    .sub(expected)
                    .abs()
                    .max()
                    .getFloat();
            return Contract.unless(
                    difference < TOLERANCE,
                    "frames further than edgeFrames() = " + edge + " from the edge of a piece differ by " + difference);
        }
    }

    private static Optional<String> batches(FrontEnd frontEnd, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            Engine.getInstance().setRandomSeed(SEED);
            NDArray two = scope.randomUniform(-1, 1, new Shape(2, frontEnd.samples(9)));
            two.set(new NDIndex("1"), row -> row.mul(10)); // a loud neighbour
            NDArray together = frontEnd.apply(two).get(0);
            NDArray alone = frontEnd.apply(two.get(new NDIndex(":1"))).get(0);
            float difference = together.sub(alone).abs().max().getFloat();
            return Contract.unless(
                    difference < TOLERANCE, "alone and beside another sound it differs by " + difference); // NaN too
        }
    }
}

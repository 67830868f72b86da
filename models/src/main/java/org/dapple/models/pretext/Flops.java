package org.dapple.models.pretext;

import org.dapple.core.grid.PatchGrid;
import org.dapple.models.layers.ViTConfig;

/**
 * Floating-point operations of the matrix products of one clip; a multiplication with an addition counts as two. Norms,
 * activations and softmax are not counted; they add a few per cent. The backward pass has two products for each product
 * of the forward pass, for the inputs and for the weights.
 */
final class Flops {
    /** Forward, and backward to inputs and weights. */
    static final double TRAINED = 3;

    private Flops() {}

    /** The forward product of tokens with a weight. */
    static double linear(double tokens, double in, double out) {
        return 2 * tokens * in * out;
    }

    /** Transformer blocks, forward: four products of width D, two of 4 · D, and the two of attention. */
    static double blocks(ViTConfig size, double tokens) {
        double width = size.width();
        double products = linear(tokens, width, 12 * width);
        double attention = 2 * linear(tokens, tokens, width);
        return size.depth() * (products + attention);
    }

    /** The patch embedding, forward and backward to its weights; spectrograms need no gradient. */
    static double trainedEmbedding(ViTConfig size, PatchGrid grid) {
        return 2 * linear(grid.count(), grid.patchSize(), size.width());
    }

    /** A masked decoder, forward: from visible tokens of one width to all patches of another width. */
    static double decoder(ViTConfig size, PatchGrid grid, int visible, int from, int to) {
        double places = grid.count() + 1.0;
        return linear(visible + 1.0, from, size.width()) + blocks(size, places) + linear(places, size.width(), to);
    }
}

package org.dapple.models.pretext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dapple.core.grid.PatchGrid;
import org.dapple.models.layers.ViTConfig;
import org.junit.jupiter.api.Test;

class FlopsTest {
    private static final PatchGrid GRID = PatchGrid.of(80, 608, 16, 16);

    /** Published: 17.6 billion multiply-adds on 224 x 224 images, with a patch embedding and a head of 0.12 billion. */
    @Test
    void theBlocksOfABaseModelAreAsPublished() {
        assertEquals(17.45e9, Flops.blocks(ViTConfig.BASE, 197) / 2, 0.05e9);
    }

    @Test
    void aMaskedAutoencoderIsTheSumOfItsProducts() {
        ViTConfig encoder = new ViTConfig(8, 1, 2);
        ViTConfig decoder = new ViTConfig(4, 1, 2);
        PatchGrid grid = new PatchGrid(1, 3, 2, 2);
        // Each line: 2 · tokens · in · out, summed over the products of a layer.
        double embedding = 2 * 3 * 4 * 8;
        double encoding = 2 * 2 * 8 * (24 + 8 + 32 + 32) + 2 * (2 * 2 * 2 * 8);
        double toDecoder = 2 * 2 * 8 * 4;
        double decoding = 2 * 4 * 4 * (12 + 4 + 16 + 16) + 2 * (2 * 4 * 4 * 4);
        double prediction = 2 * 4 * 4 * 4;
        assertEquals(
                2 * embedding + 3 * (encoding + toDecoder + decoding + prediction),
                new MaskedAutoencoder.Recipe(encoder, decoder, true)
                        .flopsPerClip(grid, 1)
                        .orElseThrow());
    }

    @Test
    void teachersCostTheirForwardPassAndViewsCostEach() {
        ViTConfig size = ViTConfig.TINY;
        ViTConfig small = new ViTConfig(192, 4, 3);
        double autoencoder = new MaskedAutoencoder.Recipe(size, small, true)
                .flopsPerClip(GRID, 57)
                .orElseThrow();
        double duo = new MaskedModelingDuo.Recipe(
                        size,
                        small,
                        MaskedModelingDuo.TargetView.MASKED,
                        MaskedModelingDuo.TargetStart.COPY,
                        new TeacherDecay(0.99, 0.999, true))
                .flopsPerClip(GRID, 57)
                .orElseThrow();
        double widerPrediction = 3 * Flops.linear(191, 192, 256 - 192);
        assertEquals(autoencoder + Flops.blocks(size, 134) - widerPrediction, duo, 1);

        ConvolutionalConfig convolutions = new ConvolutionalConfig(6, 3, 16);
        TeacherDecay decay = new TeacherDecay(0.99, 0.999, true);
        double one = new Data2Vec2.Recipe(size, convolutions, 1, decay)
                .flopsPerClip(GRID, 57)
                .orElseThrow();
        double two = new Data2Vec2.Recipe(size, convolutions, 2, decay)
                .flopsPerClip(GRID, 57)
                .orElseThrow();
        assertTrue(two - one > 3 * Flops.blocks(size, 58), "a view more is a student's pass more");
        assertTrue(two < 2 * one, "the teacher's pass is shared");
    }
}

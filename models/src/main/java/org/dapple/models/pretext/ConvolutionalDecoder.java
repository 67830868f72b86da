package org.dapple.models.pretext;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import java.util.ArrayList;
import java.util.List;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.models.layers.ArrayBlock;
import org.dapple.models.layers.Initializers;
import org.dapple.models.layers.Linear;
import org.dapple.models.layers.Normalize;
import org.dapple.models.layers.Tokens;

/**
 * Puts visible tokens and noise into the patch grid and convolves them. Each layer is a convolution, a norm over
 * channels and a GELU, added to the input; a linear layer follows. Source: Baevski et al., data2vec 2.0 (ICML 2023),
 * section 3.3.
 */
final class ConvolutionalDecoder extends ArrayBlock {
    private static final float NOISE = 0.01f;

    private final PatchGrid grid;
    private final int width;
    private final List<Layer> layers = new ArrayList<>();
    private final Linear proj;

    ConvolutionalDecoder(int width, ConvolutionalConfig config, PatchGrid grid) {
        this.grid = grid;
        this.width = width;
        for (int i = 0; i < config.depth(); i++) {
            layers.add(addChildBlock("blocks." + i + ".0", new Layer(width, config)));
        }
        this.proj = addChildBlock("proj", new Linear(width, width));
    }

    /**
     * Predicts all patches.
     *
     * @param visible visible tokens [B, V, D], without class token
     * @param mask [B, L]
     * @return [B, L, D] in natural patch order
     */
    NDArray forward(ParameterStore store, NDArray visible, PatchMask mask, boolean training) {
        long batch = visible.getShape().get(0);
        NDManager manager = visible.getManager();
        Shape missing = new Shape(batch, mask.patches() - mask.visibleCount(), width);
        NDArray noise = manager.randomNormal(0, NOISE, missing, visible.getDataType());
        return forward(store, Tokens.select(visible.concat(noise, 1), mask.restoreOrder()), training);
    }

    /**
     * {@inheritDoc}
     *
     * @param input [B, L, D] in natural patch order
     * @return [B, L, D]
     */
    @Override
    public NDArray forward(ParameterStore store, NDArray input, boolean training) {
        NDManager outer = input.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(input);
            NDArray image = input.transpose(0, 2, 1).reshape(-1, width, grid.freqPatches(), grid.timePatches());
            for (Layer layer : layers) {
                image = image.add(layer.forward(store, image, training));
            }
            NDArray tokens = image.reshape(-1, width, grid.count()).transpose(0, 2, 1);
            return ownedBy(outer, proj.forward(store, tokens, training));
        }
    }

    @Override
    protected Shape outputShape(Shape input) {
        return input;
    }

    private static final class Layer extends ArrayBlock {
        private final ConvolutionalConfig config;
        private final Parameter weight;
        private final Parameter bias;

        Layer(int width, ConvolutionalConfig config) {
            this.config = config;
            int perGroup = width / config.groups();
            Initializer values = Initializers.convolution(perGroup * config.kernel() * config.kernel());
            this.weight = parameter(
                    "weight", Parameter.Type.WEIGHT, values, width, perGroup, config.kernel(), config.kernel());
            this.bias = parameter("bias", Parameter.Type.BIAS, values, width);
        }

        /** Maps [B, D, F, T] to [B, D, F, T]. */
        @Override
        public NDArray forward(ParameterStore store, NDArray image, boolean training) {
            int padding = config.kernel() / 2;
            NDArray convolved = Conv2d.conv2d(
                            image,
                            value(store, weight, image, training),
                            value(store, bias, image, training),
                            new Shape(1, 1),
                            new Shape(padding, padding),
                            new Shape(1, 1),
                            config.groups())
                    .singletonOrThrow();
            return Activation.gelu(Normalize.over(1, convolved));
        }

        @Override
        protected Shape outputShape(Shape input) {
            return input;
        }
    }
}

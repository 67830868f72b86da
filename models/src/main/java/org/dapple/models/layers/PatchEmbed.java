package org.dapple.models.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import org.dapple.core.grid.PatchGrid;

/**
 * Turns patches into tokens: a linear map of each patch's values. The weights have the shape of the reference
 * implementations' convolution, [D, 1, patchHeight, patchWidth]. Works on any number of patch columns.
 */
public final class PatchEmbed extends ArrayBlock {
    private final int width;
    private final PatchGrid trained;
    private final Projection proj;

    /**
     * Creates a layer.
     *
     * @param grid gives the patch size and the number of patch rows
     * @param width D
     */
    public PatchEmbed(PatchGrid grid, int width) {
        this.width = width;
        this.trained = grid;
        this.proj = addChildBlock("proj", new Projection(grid, width));
    }

    /**
     * {@inheritDoc}
     *
     * @param input spectrograms [B, 1, bands, frames], frames any multiple of the patch width
     * @return tokens [B, L, D], without positions
     */
    @Override
    public NDArray forward(ParameterStore store, NDArray input, boolean training) {
        return proj.forward(store, gridOf(input).patchify(input), training);
    }

    private PatchGrid gridOf(NDArray spectrograms) {
        return gridOf(spectrograms.getShape());
    }

    private PatchGrid gridOf(Shape spectrograms) {
        return PatchGrid.of(
                Math.toIntExact(spectrograms.get(2)),
                Math.toIntExact(spectrograms.get(3)),
                trained.patchHeight(),
                trained.patchWidth());
    }

    @Override
    protected Shape outputShape(Shape input) {
        return new Shape(input.get(0), gridOf(input).count(), width);
    }

    private static final class Projection extends ArrayBlock {
        private final int width;
        private final Parameter weight;
        private final Parameter bias;

        Projection(PatchGrid grid, int width) {
            this.width = width;
            this.weight = parameter(
                    "weight",
                    Parameter.Type.WEIGHT,
                    Initializers.XAVIER_UNIFORM,
                    width,
                    1,
                    grid.patchHeight(),
                    grid.patchWidth());
            this.bias = parameter("bias", Parameter.Type.BIAS, Initializers.convolution(grid.patchSize()), width);
        }

        @Override
        public NDArray forward(ParameterStore store, NDArray patches, boolean training) {
            NDArray matrix = ownedBy(
                    patches.getManager(),
                    value(store, weight, patches, training).reshape(width, -1));
            return ai.djl.nn.core.Linear.linear(patches, matrix, value(store, bias, patches, training))
                    .singletonOrThrow();
        }

        @Override
        protected Shape outputShape(Shape input) {
            return input.slice(0, input.dimension() - 1).add(width);
        }
    }
}

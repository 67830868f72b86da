package org.dapple.core.grid;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * The visible and the masked patches of each clip. Every row masks the same number of patches, so that a batch stays
 * one dense tensor.
 *
 * <p>Derived arrays are computed on demand, on the manager of {@code ids}. The order within the visible part and within
 * the masked part has no meaning.
 *
 * @param ids int64 [B, L] (with M masks per clip [B · M, L], a clip's masks adjacent); each row is a permutation of
 *     0..L-1, the first {@code visibleCount} entries visible, the rest masked
 * @param visibleCount V, the same for every row
 */
public record PatchMask(NDArray ids, int visibleCount) {

    /** Refuses another type or shape. Strategies must ensure that rows are permutations; that is not checked here. */
    public PatchMask {
        Shape shape = ids.getShape();
        if (ids.getDataType() != DataType.INT64 || shape.dimension() != 2) {
            throw new IllegalArgumentException("ids must be int64 [B, L]; they are " + ids.getDataType() + " " + shape);
        }
        if (visibleCount < 0 || visibleCount > shape.get(1)) {
            throw new IllegalArgumentException(
                    "visibleCount must be between 0 and L = " + shape.get(1) + "; it is " + visibleCount);
        }
    }

    /**
     * The number of visible patches: {@code trunc(L · (1 - ratio))} in double arithmetic. Its rounding is part of the
     * published protocols (190 patches at ratio 0.8 keep 37, not 38).
     *
     * @param patches L
     * @param ratio share of patches to mask
     * @return V
     */
    public static int visibleCount(int patches, double ratio) {
        return (int) (patches * (1.0 - ratio));
    }

    /** {@return L, the number of patches of a row} */
    public int patches() {
        return Math.toIntExact(ids.getShape().get(1));
    }

    /** {@return the visible patches, int64 [B, V]} */
    public NDArray visibleIds() {
        return ids.get(new NDIndex(":, :{}", visibleCount));
    }

    /** {@return the masked patches, int64 [B, L - V]} */
    public NDArray maskedIds() {
        return ids.get(new NDIndex(":, {}:", visibleCount));
    }

    /** {@return the inverse permutation, int64 [B, L]: the position in {@code ids} of patch 0, 1, …} */
    public NDArray restoreOrder() {
        return ids.argSort(1, true);
    }

    /** {@return float32 [B, L] in natural patch order: 1 where masked, 0 where visible} */
    public NDArray binary() {
        return restoreOrder().gte(visibleCount).toType(DataType.FLOAT32, false);
    }
}

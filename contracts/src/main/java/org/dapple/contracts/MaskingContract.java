package org.dapple.contracts;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.masking.MaskInput;
import org.dapple.masking.MaskingStrategy;

/** The contract of a {@link MaskingStrategy}, on grids of usual and odd sizes. */
public final class MaskingContract {
    private static final List<PatchGrid> GRIDS = List.of(
            PatchGrid.of(80, 608, 16, 16),
            PatchGrid.of(128, 208, 16, 16),
            PatchGrid.of(80, 2, 2, 2),
            new PatchGrid(1, 9, 4, 4));

    private static final int SEED = 7;

    private MaskingContract() {}

    /**
     * Checks a strategy. It is given the patches themselves as features.
     *
     * @param strategy the strategy
     * @param manager its device computes
     * @return findings: permutations, count, several masks, randomness, ownership
     */
    public static Contract check(MaskingStrategy strategy, NDManager manager) {
        Contract.Checks checks = new Contract.Checks(strategy);
        for (PatchGrid grid : GRIDS) {
            String on = " on " + grid.freqPatches() + " x " + grid.timePatches() + " patches";
            checks.check("rows are permutations" + on, () -> permutations(strategy, grid, manager))
                    .check(
                            "the number of visible patches does not depend on the batch" + on,
                            () -> count(strategy, grid, manager));
        }
        return checks.check("several masks of a clip", () -> several(strategy, manager))
                .check("randomness comes from the engine's generator", () -> randomness(strategy, manager))
                .check("the caller owns the result and the batch", () -> ownership(strategy, manager))
                .contract();
    }

    private static PatchMask draw(MaskingStrategy strategy, PatchGrid grid, int clips, int masks, NDManager scope) {
        Engine.getInstance().setRandomSeed(SEED);
        NDArray batch = scope.randomNormal(new Shape(clips, 1, grid.bands(), grid.frames()));
        return strategy.mask(new MaskInput(batch, grid, 0.5, masks, grid::patchify));
    }

    private static Optional<String> permutations(MaskingStrategy strategy, PatchGrid grid, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            PatchMask mask = draw(strategy, grid, 5, 1, scope);
            if (!mask.ids().getShape().equals(new Shape(5, grid.count()))) {
                return Optional.of("ids must be [B, L] = (5, " + grid.count() + "); they are "
                        + mask.ids().getShape());
            }
            for (int row = 0; row < 5; row++) {
                long[] ids = mask.ids().get(row).toLongArray();
                Arrays.sort(ids);
                for (int l = 0; l < ids.length; l++) {
                    if (ids[l] != l) {
                        return Optional.of("row " + row + " names a patch twice, or one that is not there");
                    }
                }
            }
            return Optional.empty();
        }
    }

    private static Optional<String> count(MaskingStrategy strategy, PatchGrid grid, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            int one = draw(strategy, grid, 1, 1, scope).visibleCount();
            int five = draw(strategy, grid, 5, 1, scope).visibleCount();
            return one != five
                    ? Optional.of("a batch of 1 has " + one + ", a batch of 5 has " + five)
                    : Contract.unless(
                            one >= 1 && (one < grid.count() || isNarrow(grid)),
                            "of " + grid.count() + " patches " + one
                                    + " are visible: there must be visible and hidden ones");
        }
    }

    /** A strategy of whole rows or columns may have nothing to hide there. */
    private static boolean isNarrow(PatchGrid grid) {
        return grid.freqPatches() == 1 || grid.timePatches() == 1;
    }

    private static Optional<String> several(MaskingStrategy strategy, NDManager manager) {
        PatchGrid grid = GRIDS.get(0);
        try (NDManager scope = manager.newSubManager()) {
            NDArray ids = draw(strategy, grid, 3, 4, scope).ids();
            return Contract.unless(
                    ids.getShape().equals(new Shape(12, grid.count())),
                    "3 clips with 4 masks each must give 12 rows, the masks of a clip adjacent; the ids are "
                            + ids.getShape());
        }
    }

    private static Optional<String> randomness(MaskingStrategy strategy, NDManager manager) {
        PatchGrid grid = GRIDS.get(0);
        try (NDManager scope = manager.newSubManager()) {
            NDArray batch = scope.randomNormal(new Shape(2, 1, grid.bands(), grid.frames()));
            MaskInput input = new MaskInput(batch, grid, 0.5, 1, grid::patchify);
            Engine.getInstance().setRandomSeed(SEED);
            NDArray first = strategy.mask(input).ids();
            Engine.getInstance().setRandomSeed(SEED);
            NDArray again = strategy.mask(input).ids();
            if (!first.equals(again)) {
                return Optional.of("the same seed gives another mask: a resumed run would not be the same");
            }
            Engine.getInstance().setRandomSeed(SEED);
            strategy.mask(input);
            NDArray next = scope.randomUniform(0, 1, new Shape(8));
            Engine.getInstance().setRandomSeed(SEED + 1);
            strategy.mask(input);
            NDArray other = scope.randomUniform(0, 1, new Shape(8));
            return Contract.unless(!next.equals(other), "it seeds the generator, which is the caller's");
        }
    }

    private static Optional<String> ownership(MaskingStrategy strategy, NDManager manager) {
        PatchGrid grid = GRIDS.get(0);
        try (NDManager scope = manager.newSubManager()) {
            NDArray batch = scope.randomNormal(new Shape(2, 1, grid.bands(), grid.frames()));
            NDArray before = batch.duplicate();
            NDArray ids = strategy.mask(new MaskInput(batch, grid, 0.5, 1, grid::patchify))
                    .ids();
            if (ids.getManager() != scope || batch.getManager() != scope) {
                return Optional.of("mask and batch must be on the batch's manager afterwards");
            }
            return Contract.unless(batch.equals(before), "the batch was changed");
        }
    }
}

package org.dapple.masking;

import ai.djl.ndarray.NDArray;

/**
 * Softens an informed mask: reveals some masked patches as hints, then hides as many, drawn from all patches that are
 * visible at that point.
 *
 * <p>With m masked and k visible patches and u = trunc(m · hint), the contrast between likely and unlikely patches
 * shrinks by (1 - u/m) · k/(k + u); at hint 1 the mask is uniformly random, so the hint moves continuously from fully
 * informed to random. Source: Niizumi et al., "Rethinking Masking Strategies…" (IJCNN 2026), hint ratio.
 */
final class HintExchange {
    private HintExchange() {}

    /**
     * Exchanges patches.
     *
     * @param order int64 [B, L], the visible patches first
     * @param visible k
     * @param hint share of the masked patches to reveal, 0 to 1
     * @return int64 [B, L], the visible patches first
     */
    static NDArray apply(NDArray order, int visible, double hint) {
        long patches = order.getShape().get(1);
        int masked = Math.toIntExact(patches - visible);
        int hints = (int) (masked * hint);
        if (hints == 0) {
            return order;
        }
        NDArray hinted = RandomOrder.choose(RandomOrder.columns(order, visible, visible + masked), hints);
        NDArray pool = RandomOrder.columns(order, 0, visible).concat(RandomOrder.columns(hinted, 0, hints), 1);
        return RandomOrder.choose(pool, visible).concat(RandomOrder.columns(hinted, hints, masked), 1);
    }
}

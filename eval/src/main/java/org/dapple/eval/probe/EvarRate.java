package org.dapple.eval.probe;

import org.dapple.models.pretext.MaskedModelingDuo;
import org.dapple.models.pretext.PretextRecipe;

/** The learning rates of EVAR's linear evaluation. */
public final class EvarRate {
    private EvarRate() {}

    /**
     * Finds the rate for a pretext model.
     *
     * @param recipe the pretext model with which an encoder was trained
     * @return 3e-5 for M2D, 3e-4 for all others
     */
    public static double of(PretextRecipe recipe) {
        return recipe instanceof MaskedModelingDuo.Recipe ? ProbeProtocol.EVAR_RATE_M2D : ProbeProtocol.EVAR_RATE;
    }
}

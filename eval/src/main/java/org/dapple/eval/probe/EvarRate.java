package org.dapple.eval.probe;

import org.dapple.models.pretext.MaskedModelingDuo;
import org.dapple.models.pretext.PretextRecipe;

/** The learning rate that EVAR's linear evaluation has for a kind of encoder. */
public final class EvarRate {
    private EvarRate() {}

    /**
     * The rate for encoders that were trained in some way.
     *
     * @param recipe how
     * @return 3e-5 for M2D, 3e-4 for all others
     */
    public static double of(PretextRecipe recipe) {
        return recipe instanceof MaskedModelingDuo.Recipe ? ProbeProtocol.EVAR_RATE_M2D : ProbeProtocol.EVAR_RATE;
    }
}

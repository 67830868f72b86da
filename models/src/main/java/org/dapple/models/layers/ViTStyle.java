package org.dapple.models.layers;

import ai.djl.training.initializer.Initializer;
import java.util.Locale;

/** The two common styles of vision transformers in audio encoders. */
public enum ViTStyle {
    /**
     * MAE, MSM-MAE and M2D: norms before the sublayers and after the last block, Xavier-uniform weights, time in the
     * first half of the position channels.
     */
    PRE_NORM,
    /**
     * data2vec 2.0 and EAT: norms after the sublayers and none at the end, normal weights (0.02), normal class token
     * (1), frequency in the first half of the position channels.
     */
    POST_NORM;

    /** {@return the initialiser of linear weights} */
    public Initializer weights() {
        return this == PRE_NORM ? Initializers.XAVIER_UNIFORM : Initializers.TOKEN;
    }

    /** {@return the initialiser of the class token} */
    Initializer classToken() {
        return this == PRE_NORM ? Initializers.TOKEN : Initializers.UNIT_NORMAL;
    }

    /** {@return the name in configurations} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

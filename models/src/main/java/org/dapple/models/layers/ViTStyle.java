package org.dapple.models.layers;

import ai.djl.training.initializer.Initializer;
import java.util.Locale;

/** The two habits of building a vision transformer that audio encoders follow. */
public enum ViTStyle {
    /**
     * MAE, MSM-MAE and M2D: norms before the sublayers and one behind the last block, Xavier-uniform weights, time in
     * the first half of the positions' channels.
     */
    PRE_NORM,
    /**
     * data2vec 2.0 and EAT: norms behind the sublayers and none at the end, normal weights (0.02), class token normal
     * (1), frequency in the first half of the positions' channels.
     */
    POST_NORM;

    /** First values of linear layers. */
    public Initializer weights() {
        return this == PRE_NORM ? Initializers.XAVIER_UNIFORM : Initializers.TOKEN;
    }

    /** First values of the class token. */
    Initializer classToken() {
        return this == PRE_NORM ? Initializers.TOKEN : Initializers.UNIT_NORMAL;
    }

    /** {@return the word that configurations use} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package org.dapple.core.frontend;

import org.dapple.core.settings.Catalogue;
import org.dapple.core.settings.Codec;

/** The front ends by their names in configurations, encoders and stores. */
public final class FrontEnds {
    private FrontEnds() {}

    /**
     * Dapple's own front ends; {@link Catalogue#with} adds those from outside.
     *
     * @return {@code logmel} ({@link LogMel}) and {@code kaldi_fbank} ({@link KaldiFbank}) under the key {@code type},
     *     {@code logmel} being the default
     */
    public static Catalogue<FrontEnd> standard() {
        return Catalogue.<FrontEnd>empty("type", "logmel")
                .with("logmel", new Codec<>(LogMel.class, LogMel::read, LogMel::toSettings))
                .with("kaldi_fbank", new Codec<>(KaldiFbank.class, KaldiFbank::read, KaldiFbank::toSettings));
    }
}

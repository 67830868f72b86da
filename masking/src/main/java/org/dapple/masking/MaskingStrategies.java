package org.dapple.masking;

import org.dapple.core.settings.Catalogue;

/** The strategies by their names in configurations. */
public final class MaskingStrategies {
    private MaskingStrategies() {}

    /**
     * Dapple's own strategies; {@link Catalogue#with} adds those from outside.
     *
     * @return {@code random}, {@code dwm}, {@code inverse_block}, {@code block}, {@code self_guided}, {@code time},
     *     {@code frequency}, {@code structured}, under the key {@code strategy}, {@code dwm} being the default
     */
    public static Catalogue<MaskingStrategy> standard() {
        return Catalogue.<MaskingStrategy>empty("strategy", "dwm")
                .with("random", StandardCodecs.RANDOM)
                .with("dwm", StandardCodecs.DISPERSION_WEIGHTED)
                .with("inverse_block", StandardCodecs.INVERSE_BLOCK)
                .with("block", StandardCodecs.BLOCK)
                .with("self_guided", StandardCodecs.SELF_GUIDED)
                .with("time", StandardCodecs.TIME)
                .with("frequency", StandardCodecs.FREQUENCY)
                .with("structured", StandardCodecs.STRUCTURED);
    }
}

package org.dapple.models.pretext;

import java.util.Map;
import org.dapple.core.settings.Catalogue;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.pretext.MaskedModelingDuo.TargetStart;
import org.dapple.models.pretext.MaskedModelingDuo.TargetView;

/** The pretext models by their names in configurations, with defaults for runs of a few thousand steps. */
public final class PretextRecipes {
    private PretextRecipes() {}

    private static final Codec<MaskedAutoencoder.Recipe> MAE = new Codec<>(
            MaskedAutoencoder.Recipe.class,
            settings -> {
                ViTConfig encoder = encoder(settings);
                return new MaskedAutoencoder.Recipe(
                        encoder, decoder(settings, encoder), settings.flag("normalized_targets", true));
            },
            recipe -> Codec.keys(
                    "model", recipe.encoder().toSettings(),
                    "decoder", recipe.decoder().toSettings(),
                    "normalized_targets", recipe.normalizedTargets()));

    private static final Codec<MaskedModelingDuo.Recipe> M2D = new Codec<>(
            MaskedModelingDuo.Recipe.class,
            settings -> {
                ViTConfig encoder = encoder(settings);
                return new MaskedModelingDuo.Recipe(
                        encoder,
                        decoder(settings, encoder),
                        settings.choice("teacher_view", TargetView.MASKED),
                        settings.choice("teacher_init", TargetStart.COPY),
                        TeacherDecay.read(settings));
            },
            recipe -> followedBy(
                    recipe.decay(),
                    Codec.keys(
                            "model", recipe.encoder().toSettings(),
                            "decoder", recipe.predictor().toSettings(),
                            "teacher_view", Settings.word(recipe.view()),
                            "teacher_init", Settings.word(recipe.start()))));

    private static final Codec<Data2Vec2.Recipe> DATA2VEC2 = new Codec<>(
            Data2Vec2.Recipe.class,
            settings -> new Data2Vec2.Recipe(
                    encoder(settings),
                    settings.nested(
                            "decoder",
                            section -> new ConvolutionalConfig(
                                    section.integer("depth", 6),
                                    section.integer("kernel", 3),
                                    section.integer("groups", 16))),
                    settings.integer("masks_per_clip", 8),
                    TeacherDecay.read(settings)),
            recipe -> followedBy(
                    recipe.decay(),
                    Codec.keys(
                            "model", recipe.encoder().toSettings(),
                            "decoder",
                                    Codec.keys(
                                            "depth", recipe.decoder().depth(),
                                            "kernel", recipe.decoder().kernel(),
                                            "groups", recipe.decoder().groups()),
                            "masks_per_clip", recipe.masksPerClip())));

    /**
     * Dapple's own models; {@link Catalogue#with} adds those from outside.
     *
     * @return {@code mae}, {@code m2d}, {@code data2vec2}, under the key {@code pretext}, {@code mae} being the default
     */
    public static Catalogue<PretextRecipe> standard() {
        return Catalogue.<PretextRecipe>empty("pretext", "mae")
                .with("mae", MAE)
                .with("m2d", M2D)
                .with("data2vec2", DATA2VEC2);
    }

    /** The encoder size: the name of a preset, or a section. */
    private static ViTConfig encoder(Settings settings) {
        if (settings.isSection("model")) {
            return settings.nested("model", section -> ViTConfig.read(section, ViTConfig.TINY));
        }
        Map<String, ViTConfig> presets = ViTConfig.presets();
        String name = settings.text("model", "tiny");
        ViTConfig preset = presets.get(name);
        if (preset == null) {
            throw new ConfigurationException(
                    "model",
                    "must be one of " + String.join(", ", presets.keySet())
                            + ", or a section with width, depth and heads; it is " + name);
        }
        return preset;
    }

    private static Map<String, Object> followedBy(TeacherDecay decay, Map<String, Object> settings) {
        settings.putAll(decay.toSettings());
        return settings;
    }

    /** The decoder size: MSM-MAE's decoder for large encoders, one as wide as the encoder for small ones. */
    private static ViTConfig decoder(Settings settings, ViTConfig encoder) {
        ViTConfig usual = encoder.width() >= ViTConfig.SMALL.width()
                ? new ViTConfig(384, 4, 6)
                : new ViTConfig(encoder.width(), 4, encoder.heads());
        return settings.nested("decoder", section -> ViTConfig.read(section, usual));
    }
}

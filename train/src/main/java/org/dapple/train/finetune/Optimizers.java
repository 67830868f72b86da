package org.dapple.train.finetune;

import org.dapple.core.settings.Catalogue;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.Settings;
import org.dapple.train.optim.AdamW;
import org.dapple.train.optim.Lars;
import org.dapple.train.optim.Optimizer;
import org.dapple.train.optim.Sgd;

/** The optimisers that fine-tuning configurations may name. */
public final class Optimizers {
    private Optimizers() {}

    private static final Codec<Sgd.Settings> SGD = new Codec<>(
            Sgd.Settings.class,
            settings -> new Sgd.Settings(momentum(settings), weightDecay(settings)),
            sgd -> Codec.keys("momentum", sgd.momentum(), "weight_decay", sgd.weightDecay()));

    private static final Codec<Lars.Settings> LARS = new Codec<>(
            Lars.Settings.class,
            settings -> new Lars.Settings(momentum(settings), weightDecay(settings), settings.number("trust", 1e-3)),
            lars -> Codec.keys("momentum", lars.momentum(), "weight_decay", lars.weightDecay(), "trust", lars.trust()));

    private static final Codec<AdamW.Hyperparameters> ADAMW = new Codec<>(
            AdamW.Hyperparameters.class,
            settings -> new AdamW.Hyperparameters(
                    settings.number("beta1", 0.9),
                    settings.number("beta2", 0.999),
                    settings.number("epsilon", 1e-8),
                    settings.number("weight_decay", 0.01),
                    settings.flag("amsgrad", false)),
            adamW -> Codec.keys(
                    "beta1", adamW.beta1(),
                    "beta2", adamW.beta2(),
                    "epsilon", adamW.epsilon(),
                    "weight_decay", adamW.weightDecay(),
                    "amsgrad", adamW.amsGrad()));

    /** {@return {@code adamw}, {@code sgd} and {@code lars}} */
    public static Catalogue<Optimizer.Recipe> standard() {
        return Catalogue.<Optimizer.Recipe>empty("optimizer", "adamw")
                .with("adamw", ADAMW)
                .with("sgd", SGD)
                .with("lars", LARS);
    }

    /** The default learning rate. */
    static double usualRate(Optimizer.Recipe optimizer) {
        return optimizer instanceof AdamW.Hyperparameters ? 5e-4 : 0.5;
    }

    private static double momentum(Settings settings) {
        return settings.number("momentum", 0.9);
    }

    private static double weightDecay(Settings settings) {
        return settings.number("weight_decay", 0);
    }
}

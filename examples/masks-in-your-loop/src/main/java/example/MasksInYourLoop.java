package example;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.io.PrintStream;
import java.util.Map;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.settings.Settings;
import org.dapple.masking.MaskInput;
import org.dapple.masking.MaskingStrategies;
import org.dapple.masking.MaskingStrategy;

/** A network of DJL's own layers learns to fill in the patches that a mask hides. */
public final class MasksInYourLoop {
    private static final int STEPS = 40;
    private static final int CLIPS = 8;
    private static final PatchGrid GRID = PatchGrid.of(80, 96, 16, 16);
    private static final LogMel FRONT_END = LogMel.standard();
    private static final Normalization NORMALIZATION = new Normalization(-9, 5);

    private MasksInYourLoop() {}

    /** Not Dapple's, but any block: all values in, all values out. */
    private static Block network() {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(64).build())
                .add(Activation::relu)
                .add(Linear.builder()
                        .setUnits((long) GRID.count() * GRID.patchSize())
                        .build());
    }

    /** The error at hidden patches in the first and in the last step. */
    static float[] train(MaskingStrategy strategy, PrintStream out) {
        Engine.getInstance().setRandomSeed(1);
        DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.l2Loss())
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(3e-3f))
                        .build());
        float[] errors = new float[STEPS];
        try (Model model = Model.newInstance("inpainting")) {
            model.setBlock(network());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(CLIPS, (long) GRID.count() * GRID.patchSize()));
                for (int step = 0; step < STEPS; step++) {
                    try (NDManager scope = trainer.getManager().newSubManager()) {
                        errors[step] = step(trainer, scope, strategy, step);
                    }
                }
            }
        }
        out.printf("%s: error at hidden patches from %.2f to %.2f%n", strategy, errors[0], errors[STEPS - 1]);
        return new float[] {errors[0], errors[STEPS - 1]};
    }

    private static float step(Trainer trainer, NDManager scope, MaskingStrategy strategy, int step) {
        NDArray sounds = Chirps.batch(scope, CLIPS, FRONT_END.samples(GRID.frames()), step);
        NDArray spectrograms = NORMALIZATION.apply(FRONT_END.apply(sounds)).expandDims(1); // [B, 1, 80, 96]

        // All that is Dapple's: which patches are hidden.
        PatchMask mask = strategy.mask(new MaskInput(spectrograms, GRID, (double) step / STEPS));
        NDArray hidden = mask.binary().expandDims(2); // [B, L, 1]: 1 where hidden
        NDArray patches = GRID.patchify(spectrograms); // [B, L, values]
        NDArray values = hidden.sum().mul(GRID.patchSize()); // how many are to be predicted

        NDArray seen = patches.mul(hidden.neg().add(1)).reshape(CLIPS, -1);
        NDArray error;
        try (GradientCollector collector = trainer.newGradientCollector()) {
            NDArray predicted =
                    trainer.forward(new NDList(seen)).singletonOrThrow().reshape(patches.getShape());
            error = predicted.sub(patches).square().mul(hidden).sum().div(values);
            collector.backward(error);
        }
        trainer.step();
        return error.getFloat();
    }

    /** Trains with a strategy by its name, as a configuration file would have it. */
    static float[] train(String strategy, PrintStream out) {
        return train(MaskingStrategies.standard().read(new Settings(Map.of("strategy", strategy))), out);
    }

    public static void main(String[] arguments) {
        train("random", System.out);
        train("dwm", System.out);
        train("time", System.out);
    }
}

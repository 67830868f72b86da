package example;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.ops.Precision;
import org.dapple.core.run.Seeds;
import org.dapple.data.batch.CropBatches;
import org.dapple.data.store.LogMelStore;
import org.dapple.masking.DispersionWeightedMasking;
import org.dapple.masking.HintSchedule;
import org.dapple.masking.MaskInput;
import org.dapple.masking.MaskingStrategy;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.layers.NamedParameters;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.pretext.MaskedAutoencoder;
import org.dapple.models.pretext.PretextModel;
import org.dapple.train.optim.AdamW;
import org.dapple.train.optim.CosineSchedule;
import org.dapple.train.optim.Gradients;

/** Pre-trains a masked autoencoder; the loop is all here. The test compares it with Dapple's own, bit for bit. */
public final class TrainingLoop {
    static final long SEED = 3;
    static final int STEPS = 30;
    static final int BATCH = 8;
    static final int MICRO_STEPS = 2; // batches whose gradients are averaged in a step
    static final PatchGrid GRID = PatchGrid.of(80, 96, 16, 16);
    static final MaskedAutoencoder.Recipe RECIPE =
            new MaskedAutoencoder.Recipe(new ViTConfig(48, 2, 2), new ViTConfig(48, 1, 2), true);
    static final MaskingStrategy MASKING = new DispersionWeightedMasking(0.7, HintSchedule.constant(0.5));
    static final double BASE_LEARNING_RATE = 3e-3; // for 256 clips in a step
    static final double CLIP_NORM = 3;

    private TrainingLoop() {}

    /** What a step measured. */
    record Measured(long step, float loss, double learningRate, float gradientNorm) {}

    static List<Measured> run(Path folder, PrintStream out) throws IOException {
        List<Measured> log = new ArrayList<>();
        Seeds seeds = new Seeds(SEED);
        try (NDManager manager = NDManager.newBaseManager();
                LogMelStore train = Sounds.store(folder.resolve("train"), 0, 56, GRID.frames(), manager);
                LogMelStore valid = Sounds.store(folder.resolve("valid"), 56, 70, GRID.frames(), manager)) {
            CropBatches batches = new CropBatches(train, BATCH, GRID.frames(), seeds);
            CropBatches held = new CropBatches(valid, 14, GRID.frames(), seeds);
            Normalization normalization = batches.statistics(manager);

            seeds.seedEngine(Seeds.Purpose.WEIGHTS, 0, 0);
            PretextModel model = RECIPE.model(GRID, Precision.FP32);
            model.initialize(manager, DataType.FLOAT32, new Shape(1, 1, GRID.bands(), GRID.frames()));
            Map<String, Parameter> parameters = NamedParameters.of(model);
            ParameterStore store = new ParameterStore(manager, false);
            AdamW optimizer = new AdamW(new AdamW.Hyperparameters(0.9, 0.95, 1e-8, 0.05), parameters, manager);
            double peak = BASE_LEARNING_RATE * (BATCH * MICRO_STEPS) / 256;
            CosineSchedule schedule = new CosineSchedule(peak, 0, 0.1 * STEPS, STEPS);
            AudioEncoder encoder =
                    new AudioEncoder(LogMel.standard(), normalization, model.encoder(), manager.newSubManager());

            for (int step = 0; step <= STEPS; step++) {
                // learning rate, and how far training is
                double learningRate = schedule.at(step);
                double progress = (double) step / (STEPS - 1);
                // evaluate and save
                if (step % 10 == 0) {
                    out.printf(
                            "step %d: loss of held-out sounds %.3f%n",
                            step, evaluate(model, normalization, held, seeds));
                    encoder.save(folder.resolve("encoder"));
                }
                if (step == STEPS) {
                    break;
                }
                try (NDManager scope = manager.newSubManager()) { // what a step computes ends with it
                    // forward and backward; gradients add up
                    NDArray loss = scope.zeros(new Shape());
                    for (int micro = 0; micro < MICRO_STEPS; micro++) {
                        NDArray batch = normalization.apply(batches.at(scope, (long) step * MICRO_STEPS + micro));
                        seeds.seedEngine(Seeds.Purpose.MASK, micro, step);
                        PatchMask mask = MASKING.mask(new MaskInput(batch, GRID, progress));
                        seeds.seedEngine(Seeds.Purpose.MODEL, micro, step);
                        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                            NDArray part = model.loss(store, batch, mask).total();
                            collector.backward(part);
                            loss.addi(part.stopGradient());
                        }
                    }
                    // clip and step
                    Gradients gradients = Gradients.of(parameters, scope);
                    gradients.divide(MICRO_STEPS);
                    NDArray norm = gradients.clip(CLIP_NORM);
                    optimizer.step(gradients, learningRate);
                    gradients.zero();
                    model.afterStep(progress); // a teacher would follow here
                    // log: reading a number waits for the device, so a long run does this every few steps
                    log.add(new Measured(step, loss.divi(MICRO_STEPS).getFloat(), learningRate, norm.getFloat()));
                }
            }
        }
        out.printf("loss of training sounds from %.3f to %.3f%n", log.get(0).loss, log.get(STEPS - 1).loss);
        return log;
    }

    /** The loss of one batch of held-out sounds, always with the same masks. */
    private static float evaluate(PretextModel model, Normalization normalization, CropBatches held, Seeds seeds)
            throws IOException {
        try (NDManager scope = NDManager.newBaseManager()) {
            NDArray batch = normalization.apply(held.at(scope, 0));
            seeds.seedEngine(Seeds.Purpose.SPECIMEN, 0, 0);
            PatchMask mask = MASKING.mask(new MaskInput(batch, GRID, 1));
            return model.loss(new ParameterStore(scope, false), batch, mask)
                    .total()
                    .getFloat();
        }
    }

    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("dapple"), System.out);
    }
}

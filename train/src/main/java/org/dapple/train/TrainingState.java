package org.dapple.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.ops.TorchOps;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.models.encoder.InitialWeights;
import org.dapple.models.layers.NamedParameters;
import org.dapple.models.pretext.PretextModel;
import org.dapple.train.optim.AdamW;

/**
 * Everything that changes during training: parameters, moments and the step counter. Everything else is a pure function
 * of the configuration and the step.
 */
public final class TrainingState implements AutoCloseable {
    private final NDManager manager;
    private final PretextModel model;
    private final Map<String, Parameter> parameters;
    private final AdamW optimizer;
    private long step;
    private double smoothedLoss = Double.POSITIVE_INFINITY;

    private TrainingState(NDManager manager, PretextModel model, AdamW optimizer, Map<String, Parameter> parameters) {
        this.manager = manager;
        this.model = model;
        this.optimizer = optimizer;
        this.parameters = parameters;
    }

    /**
     * The state before the first step; the same for equal configurations.
     *
     * @param config sizes and seed
     * @param grid patches of a training crop
     * @param parent its device computes; the state lives on a manager below it
     * @return the state
     * @throws IOException if the first weights cannot be read
     * @throws ConfigurationException if they do not fit
     */
    public static TrainingState initial(PretrainingConfig config, PatchGrid grid, NDManager parent) throws IOException {
        return of(config, config.initFrom(), grid, parent);
    }

    /**
     * The state before the first step with random weights, whatever weights the run begins with: for the untrained
     * encoder, and for a state that a checkpoint will overwrite. The first weights may be gone by now.
     */
    static TrainingState random(PretrainingConfig config, PatchGrid grid, NDManager parent) throws IOException {
        return of(config, Optional.empty(), grid, parent);
    }

    private static TrainingState of(
            PretrainingConfig config, Optional<String> initFrom, PatchGrid grid, NDManager parent) throws IOException {
        NDManager manager = parent.newSubManager();
        try (NDManager scope = manager.newSubManager()) {
            return of(config, initFrom, grid, manager, scope);
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static TrainingState of(
            PretrainingConfig config, Optional<String> initFrom, PatchGrid grid, NDManager manager, NDManager scope)
            throws IOException {
        config.precision().requireSupported(manager.getDevice(), TorchOps.standard());
        PretextModel model = config.recipe().model(grid, config.precision());
        if (initFrom.isPresent()) {
            InitialWeights.set(Path.of(initFrom.get()), model.encoder(), scope);
        }
        new Seeds(config.seed()).seedEngine(Seeds.Purpose.WEIGHTS, 0, 0);
        model.initialize(manager, DataType.FLOAT32, new Shape(1, 1, grid.bands(), grid.frames()));
        Map<String, Parameter> parameters = NamedParameters.of(model);
        AdamW.Hyperparameters settings =
                new AdamW.Hyperparameters(0.9, 0.95, 1e-8, config.optimization().weightDecay());
        return new TrainingState(manager, model, new AdamW(settings, parameters, manager), parameters);
    }

    /** {@return the model that is trained} */
    public PretextModel model() {
        return model;
    }

    /** {@return steps that are done} */
    public long step() {
        return step;
    }

    /**
     * The encoder's output for all patches, without the class token. It is recorded in no gradient graph, so
     * intermediate results are released at once; accumulated gradients stay.
     *
     * @param spectrograms normalised, [B, 1, bands, frames]
     * @return [B, L, D]
     */
    NDArray features(NDArray spectrograms) {
        List<NDArray> trained = parameters.values().stream()
                .filter(Parameter::requiresGradient)
                .map(Parameter::getArray)
                .toList();
        trained.forEach(values -> values.setRequiresGradient(false));
        try {
            return model.encoder()
                    .forward(new ParameterStore(manager, false), spectrograms, false)
                    .get(new NDIndex(":, 1:"));
        } finally {
            trained.forEach(values -> values.setRequiresGradient(true));
        }
    }

    /** {@return the parameters by name} */
    public Map<String, Parameter> parameters() {
        return parameters;
    }

    /** The manager of arrays that live as long as the state. */
    NDManager manager() {
        return manager;
    }

    /** The optimiser with its moments. */
    AdamW optimizer() {
        return optimizer;
    }

    /** Counts a finished step. */
    void advance() {
        step++;
    }

    /** The running mean of the losses, by which checkpoints are compared; infinite before the first. */
    double smoothedLoss() {
        return smoothedLoss;
    }

    /** Adds the loss of a step to the running mean: a plain mean over the first 50 steps, then an exponential one. */
    void sawLoss(long ofStep, double loss) {
        double share = Math.max(0.02, 1.0 / (ofStep + 1));
        smoothedLoss = ofStep == 0 ? loss : smoothedLoss + share * (loss - smoothedLoss);
    }

    /** Sets the counter and the smoothed loss to those of a checkpoint. */
    void restoreStep(long done, double loss) {
        step = done;
        smoothedLoss = loss;
    }

    @Override
    public void close() {
        manager.close();
    }
}

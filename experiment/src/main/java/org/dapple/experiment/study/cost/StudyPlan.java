package org.dapple.experiment.study.cost;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.batch.EpochCrops;
import org.dapple.data.store.Corpus;
import org.dapple.data.task.DownstreamTask;
import org.dapple.experiment.study.Cell;
import org.dapple.experiment.study.CellWork;
import org.dapple.experiment.study.Strategy;
import org.dapple.experiment.study.StudyConfig;

/**
 * The expected cost of a study: its steps are counted, and if wanted, time and disk are estimated from a few steps of
 * each strategy.
 *
 * @param study the settings
 * @param crops of an epoch; empty if the data is not available
 * @param steps cost of a step of each strategy on this machine; empty: not measured
 * @param testing time of testing one encoder of each model; empty: not measured
 */
public record StudyPlan(
        StudyConfig study, OptionalInt crops, Map<Strategy, StepCost> steps, Map<String, TestingTime> testing) {

    /** Copies the maps. */
    public StudyPlan {
        steps = Map.copyOf(steps);
        testing = Map.copyOf(testing);
    }

    /**
     * Measures a few steps and tests.
     *
     * @param study the settings
     * @param crops of an epoch; empty if the data is not available
     * @param tasks what encoders are tested on
     * @param meter measures steps
     * @param watch follows the work
     * @param manager its device computes
     * @return the plan
     * @throws IOException if something cannot be measured
     */
    public static StudyPlan calibrated(
            StudyConfig study,
            OptionalInt crops,
            List<DownstreamTask> tasks,
            StepMeter meter,
            Watch watch,
            NDManager manager)
            throws IOException {
        Map<Strategy, StepCost> steps = new LinkedHashMap<>();
        Map<String, TestingTime> testing = new LinkedHashMap<>();
        for (Strategy strategy : study.strategies()) {
            watch.say("timing " + strategy);
            Cell cell = study.cells(strategy).get(0);
            steps.put(strategy, meter.measure(cell.config(), 1, 3));
            if (!testing.containsKey(strategy.model())) {
                testing.put(strategy.model(), TestingTime.measure(study, cell, tasks, manager));
            }
        }
        return new StudyPlan(study, crops, steps, testing);
    }

    /**
     * Counts the crops of an epoch.
     *
     * @param corpora the data of a study
     * @return the number; empty if a corpus is not available
     * @throws IOException if a list of clips cannot be read
     */
    public static OptionalInt crops(List<Corpus> corpora) throws IOException {
        try {
            return OptionalInt.of(EpochCrops.listed(corpora).all());
        } catch (ConfigurationException e) {
            return OptionalInt.empty();
        }
    }

    /**
     * The steps of a run.
     *
     * @param cell the run
     * @return steps; empty if they are given in epochs and the data is not available
     */
    public OptionalInt steps(Cell cell) {
        if (cell.config().optimization().epochs().isEmpty()) {
            return OptionalInt.of(cell.config().optimization().maxSteps());
        }
        return crops.isPresent() ? OptionalInt.of(CellWork.steps(cell, crops.getAsInt())) : OptionalInt.empty();
    }

    /**
     * The time of training all runs of a strategy.
     *
     * @param strategy the strategy
     * @return seconds; empty if steps were not measured or cannot be counted
     */
    public Optional<Double> trainingSeconds(Strategy strategy) {
        StepCost cost = steps.get(strategy);
        OptionalInt count = steps(study.cells(strategy).get(0));
        return cost == null || count.isEmpty()
                ? Optional.empty()
                : Optional.of(study.cells(strategy).size() * count.getAsInt() * cost.stepMillis() / 1000);
    }

    /**
     * The time of testing one cell.
     *
     * @param model name of the pretext model
     * @return seconds; 0 if not measured
     */
    public double testingSeconds(String model) {
        TestingTime time = testing.get(model);
        int onTheWay = Math.max(0, study.evaluation().checkpoints() - 1);
        return time == null ? 0 : time.end() + onTheWay * time.onTheWay();
    }

    /**
     * The size of a finished run: its encoder, its last checkpoint and other checkpoints that are kept.
     *
     * @param cell the run
     * @return bytes, approximately; 0 if not measured
     */
    public double bytes(Cell cell) {
        StepCost cost = steps.get(cell.strategy());
        int checkpoints = study.evaluation().keepCheckpoints()
                ? Math.max(1, study.evaluation().checkpoints())
                : 1;
        return cost == null ? 0 : (checkpoints + 1.0 / 3) * cost.checkpointBytes();
    }

    /** {@return bytes of the checkpoints that exist only while a run is trained and tested} */
    public double onTheWay() {
        return Math.max(0, study.evaluation().checkpoints() - 1)
                * steps.values().stream()
                        .mapToDouble(StepCost::checkpointBytes)
                        .max()
                        .orElse(0);
    }
}

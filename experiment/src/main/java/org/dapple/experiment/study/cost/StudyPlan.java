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
 * What a study will take, before it is begun: counted, and where wanted estimated from a few steps of each strategy.
 *
 * @param study what is to be done
 * @param crops of an epoch, if the data is there
 * @param steps what a step of each strategy costs here; empty: not measured
 * @param testing what testing one encoder of each model takes, in seconds: the end, and a point on the way; empty: not
 *     measured
 */
public record StudyPlan(
        StudyConfig study, OptionalInt crops, Map<Strategy, StepCost> steps, Map<String, TestingTime> testing) {

    /** Copies the maps. */
    public StudyPlan {
        steps = Map.copyOf(steps);
        testing = Map.copyOf(testing);
    }

    /**
     * Counts and measures.
     *
     * @param study what is to be done
     * @param crops of an epoch, if the data is there
     * @param meter measures
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
     * @return how many; empty if a corpus is not there
     */
    public static OptionalInt crops(List<Corpus> corpora) throws IOException {
        try {
            return OptionalInt.of(EpochCrops.listed(corpora).all());
        } catch (ConfigurationException e) {
            return OptionalInt.empty();
        }
    }

    /** The steps of a cell; empty if epochs decide and the data is not there. */
    public OptionalInt steps(Cell cell) {
        if (cell.config().optimization().epochs().isEmpty()) {
            return OptionalInt.of(cell.config().optimization().maxSteps());
        }
        return crops.isPresent() ? OptionalInt.of(CellWork.steps(cell, crops.getAsInt())) : OptionalInt.empty();
    }

    /** The training of all runs of a strategy. */
    public Optional<Double> trainingSeconds(Strategy strategy) {
        StepCost cost = steps.get(strategy);
        OptionalInt count = steps(study.cells(strategy).get(0));
        return cost == null || count.isEmpty()
                ? Optional.empty()
                : Optional.of(study.cells(strategy).size() * count.getAsInt() * cost.stepMillis() / 1000);
    }

    /** The tests of one cell. */
    public double testingSeconds(String model) {
        TestingTime time = testing.get(model);
        int onTheWay = Math.max(0, study.evaluation().checkpoints() - 1);
        return time == null ? 0 : time.end() + onTheWay * time.onTheWay();
    }

    /** A finished run: its last checkpoint, its encoder, and the checkpoints that stay. */
    public double bytes(Cell cell) {
        StepCost cost = steps.get(cell.strategy());
        int checkpoints = study.evaluation().keepCheckpoints()
                ? Math.max(1, study.evaluation().checkpoints())
                : 1;
        return cost == null ? 0 : (checkpoints + 1.0 / 3) * cost.checkpointBytes();
    }

    /** Bytes of the checkpoints that stay only while a run is trained and tested. */
    public double onTheWay() {
        return Math.max(0, study.evaluation().checkpoints() - 1)
                * steps.values().stream()
                        .mapToDouble(StepCost::checkpointBytes)
                        .max()
                        .orElse(0);
    }
}

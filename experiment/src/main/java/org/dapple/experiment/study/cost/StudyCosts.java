package org.dapple.experiment.study.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.dapple.core.files.Json;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.Settings;
import org.dapple.experiment.study.Cell;
import org.dapple.experiment.study.Strategy;
import org.dapple.experiment.study.StudyConfig;
import org.dapple.experiment.study.StudyFolder;
import org.dapple.experiment.study.StudyResults;
import org.dapple.experiment.study.Words;
import org.dapple.masking.RandomMasking;
import org.dapple.train.Catalogues;
import org.dapple.train.Housekeeping;

/**
 * The measured costs of a study's strategies, which differ from one measurement to the next. One process measures all
 * strategies of a model, one after the other, and keeps the numbers.
 *
 * @param rows in the order of the strategies
 */
public record StudyCosts(List<Row> rows) {
    private static final int WARMUP = 3;
    private static final int STEPS = 10;
    private static final String CONFIG = "config";

    /** Copies the list. */
    public StudyCosts {
        rows = List.copyOf(rows);
    }

    /**
     * The costs of one strategy.
     *
     * @param strategy the strategy
     * @param step the cost of a step, if it was measured
     * @param seconds total time of a run's steps, mean over the finished runs
     * @param runs number of finished runs
     * @param random whether this is random masking, with which the others are compared
     */
    public record Row(Strategy strategy, Optional<StepCost> step, OptionalDouble seconds, int runs, boolean random) {}

    /**
     * Reads the known costs, and measures the others.
     *
     * @param results tell which runs are finished
     * @param folder keeps the measurements
     * @param meter measures steps
     * @param watch follows the work
     * @param measure whether to measure
     * @return a row for each strategy
     * @throws IOException if something cannot be measured or read
     */
    public static StudyCosts of(StudyResults results, StudyFolder folder, StepMeter meter, Watch watch, boolean measure)
            throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String model : results.study().models()) {
            List<Strategy> strategies = results.study().strategies().stream()
                    .filter(strategy -> strategy.model().equals(model))
                    .toList();
            Map<String, StepCost> steps =
                    steps(results.study(), strategies, folder.costs(model), meter, watch, measure);
            for (Strategy strategy : strategies) {
                rows.add(row(results, folder, strategy, Optional.ofNullable(steps.get(strategy.masks()))));
            }
        }
        return new StudyCosts(rows);
    }

    /** The costs in the file, or new ones. */
    private static Map<String, StepCost> steps(
            StudyConfig study, List<Strategy> strategies, Path file, StepMeter meter, Watch watch, boolean measure)
            throws IOException {
        Map<String, Object> wanted = new LinkedHashMap<>();
        for (Strategy strategy : strategies) {
            wanted.put(strategy.masks(), Json.line(config(study, strategy)));
        }
        if (Files.isRegularFile(file)) {
            Map<String, Object> tree = Json.read(file);
            if (Words.tree(tree.getOrDefault(CONFIG, "")).equals(wanted)) {
                Map<String, StepCost> known = new LinkedHashMap<>();
                Settings settings = new Settings(tree);
                Settings section = settings.section("costs");
                for (String masks : section.keys()) {
                    known.put(masks, section.nested(masks, StepCost::read));
                }
                return known;
            }
        }
        Map<String, StepCost> measured = new LinkedHashMap<>();
        if (measure) {
            Map<String, Object> costs = new LinkedHashMap<>();
            for (Strategy strategy : strategies) {
                watch.say("measuring the steps of " + strategy);
                StepCost cost = meter.measure(study.cells(strategy).get(0).config(), WARMUP, STEPS);
                measured.put(strategy.masks(), cost);
                costs.put(strategy.masks(), cost.toJson());
            }
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("costs", costs);
            tree.put(CONFIG, wanted);
            Json.write(file, tree);
        }
        return measured;
    }

    private static Map<String, Object> config(StudyConfig study, Strategy strategy) {
        Map<String, Object> config = study.cells(strategy).get(0).config().toSettings(Catalogues.standard());
        config.keySet().removeAll(Housekeeping.keys());
        config.remove("seed");
        return config;
    }

    private static Row row(StudyResults results, StudyFolder folder, Strategy strategy, Optional<StepCost> step)
            throws IOException {
        double sum = 0;
        int runs = 0;
        boolean random = false;
        for (Cell cell : results.study().cells(strategy)) {
            random = cell.config().masking() instanceof RandomMasking;
            OptionalDouble seconds = TrainingTime.seconds(cell, folder.run(cell));
            if (!results.missing().contains(cell) && seconds.isPresent()) {
                sum += seconds.getAsDouble();
                runs++;
            }
        }
        return new Row(
                strategy, step, runs == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / runs), runs, random);
    }

    /**
     * Random masking of the same model.
     *
     * @param strategy to compare with
     * @return the row; empty if the study has no random masking
     */
    public Optional<Row> random(Strategy strategy) {
        return rows.stream()
                .filter(row -> row.random && row.strategy.model().equals(strategy.model()))
                .findFirst();
    }
}

package org.dapple.experiment.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dapple.eval.statistics.Verdict;

/**
 * All scores of a study with their comparisons. Strategies are compared only within a model.
 *
 * @param scores of every strategy on every task, as far as known; with several tasks also their mean
 * @param comparisons all pairs of strategies of a model on every task
 */
public record StudyStatistics(List<SeedScores> scores, List<StrategyComparison> comparisons) {
    /** Name of the column of the mean over the tasks. */
    public static final String MEAN = "mean of tasks";

    /** Copies the lists. */
    public StudyStatistics {
        scores = List.copyOf(scores);
        comparisons = List.copyOf(comparisons);
    }

    /** Compares scores. */
    static StudyStatistics of(List<SeedScores> scores) {
        List<SeedScores> all = new ArrayList<>(scores);
        List<String> tasks = scores.stream().map(SeedScores::task).distinct().toList();
        if (tasks.size() > 1) {
            scores.stream()
                    .map(SeedScores::strategy)
                    .distinct()
                    .forEach(strategy -> all.addAll(means(strategy, tasks.size(), scores)));
        }
        StudyStatistics table = new StudyStatistics(all, List.of());
        List<StrategyComparison> comparisons = new ArrayList<>();
        for (String model :
                all.stream().map(row -> row.strategy().model()).distinct().toList()) {
            table.tasks().forEach(task -> comparisons.addAll(StrategyComparison.all(table.column(model, task))));
        }
        return new StudyStatistics(all, comparisons);
    }

    /**
     * The mean over the tasks, for each run that was tested on all of them.
     *
     * @param strategy whose runs
     * @param tasks the number of tasks
     * @param scores of all strategies on all tasks
     * @return one element; none if no run was tested on all tasks
     */
    public static List<SeedScores> means(Strategy strategy, int tasks, List<SeedScores> scores) {
        List<SeedScores> row =
                scores.stream().filter(one -> one.strategy().equals(strategy)).toList();
        SortedMap<Long, Double> means = new TreeMap<>();
        for (long seed : row.get(0).bySeed().keySet()) {
            List<Double> values = row.stream()
                    .map(one -> one.bySeed().get(seed))
                    .filter(value -> value != null)
                    .toList();
            if (values.size() == tasks) {
                means.put(
                        seed,
                        values.stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow());
            }
        }
        return means.isEmpty() ? List.of() : List.of(new SeedScores(strategy, MEAN, means));
    }

    /** {@return the columns of the table} */
    public List<String> tasks() {
        return scores.stream().map(SeedScores::task).distinct().toList();
    }

    /**
     * The scores of a model's strategies on a task.
     *
     * @param model name of the pretext model
     * @param task name of the task
     * @return one element for each strategy
     */
    public List<SeedScores> column(String model, String task) {
        return scores.stream()
                .filter(one ->
                        one.strategy().model().equals(model) && one.task().equals(task))
                .toList();
    }

    /**
     * One cell of the table.
     *
     * @param strategy its row
     * @param task its column
     * @return the scores; empty if there are none
     */
    public Optional<SeedScores> score(Strategy strategy, String task) {
        return column(strategy.model(), task).stream()
                .filter(one -> one.strategy().equals(strategy))
                .findFirst();
    }

    /**
     * The comparisons of a model's strategies on a task.
     *
     * @param model name of the pretext model
     * @param task name of the task
     * @return one element for each pair
     */
    public List<StrategyComparison> comparisons(String model, String task) {
        return comparisons.stream()
                .filter(one -> one.first().model().equals(model) && one.task().equals(task))
                .toList();
    }

    /**
     * The strategy that is better than every other of its model on a task, by the tests.
     *
     * @param model name of the pretext model
     * @param task name of the task
     * @return the strategy; empty if there is none
     */
    public Optional<Strategy> best(String model, String task) {
        List<SeedScores> column = column(model, task);
        return column.stream()
                .map(SeedScores::strategy)
                .filter(strategy -> column.size() > 1 && beaten(strategy, task) == column.size() - 1)
                .findFirst();
    }

    private long beaten(Strategy strategy, String task) {
        return comparisons(strategy.model(), task).stream()
                .filter(one -> (one.first().equals(strategy) && one.verdict() == Verdict.BETTER)
                        || (one.second().equals(strategy) && one.verdict() == Verdict.WORSE))
                .count();
    }

    /** The strategy with the highest mean, which may be chance. */
    Optional<Strategy> highest(String model, String task) {
        return column(model, task).stream()
                .max(Comparator.comparingDouble(SeedScores::mean))
                .map(SeedScores::strategy);
    }

    /**
     * Why no strategy of a model is the best on a task.
     *
     * @param model name of the pretext model
     * @param task name of the task
     * @return too few seeds if this holds for the highest strategy, otherwise not distinguishable; empty if there is a
     *     best one or fewer than two strategies
     */
    public Optional<Verdict> undecided(String model, String task) {
        Optional<Strategy> highest = highest(model, task);
        if (best(model, task).isPresent() || column(model, task).size() < 2) {
            return Optional.empty();
        }
        boolean tooFew = comparisons(model, task).stream()
                .filter(one -> highest.isPresent()
                        && (one.first().equals(highest.get()) || one.second().equals(highest.get())))
                .anyMatch(one -> one.verdict() == Verdict.TOO_FEW_SEEDS);
        return Optional.of(tooFew ? Verdict.TOO_FEW_SEEDS : Verdict.NOT_DISTINGUISHABLE);
    }
}

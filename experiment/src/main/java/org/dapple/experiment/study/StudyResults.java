package org.dapple.experiment.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dapple.data.task.DownstreamTask;

/**
 * All scores of a study so far. They do not depend on the clock, the machine's load, or how often the study was
 * interrupted.
 *
 * @param study the settings
 * @param tasks names of the tasks, in order
 * @param found every score, in the order of the cells
 * @param missing cells that are not yet trained and tested on all tasks
 * @param baselinesMissing whether a baseline is not yet tested on all tasks
 */
public record StudyResults(
        StudyConfig study, List<String> tasks, List<Found> found, List<Cell> missing, boolean baselinesMissing) {

    /** Copies the lists. */
    public StudyResults {
        tasks = List.copyOf(tasks);
        found = List.copyOf(found);
        missing = List.copyOf(missing);
    }

    /**
     * A score and its entrant.
     *
     * @param entrant what was tested
     * @param score its score
     */
    public record Found(Entrant entrant, TaskScore score) {
        boolean is(Entrant.Kind kind, String model, String task) {
            return entrant.kind() == kind
                    && entrant.cell().strategy().model().equals(model)
                    && score.task().equals(task);
        }
    }

    static StudyResults of(StudyConfig study, Testing testing, List<Entrant> entrants) throws IOException {
        List<Found> found = new ArrayList<>();
        Set<Cell> missing = new LinkedHashSet<>();
        boolean baselinesMissing = false;
        for (Entrant entrant : entrants) {
            for (DownstreamTask task : testing.tasks()) {
                Optional<TaskScore> score = testing.scores(entrant).find(study, task, testing.contents());
                score.ifPresent(one -> found.add(new Found(entrant, one)));
                if (score.isEmpty() && entrant.kind() == Entrant.Kind.TRAINED) {
                    missing.add(entrant.cell());
                } else if (score.isEmpty()) {
                    baselinesMissing = true;
                }
            }
        }
        List<String> tasks = testing.tasks().stream().map(DownstreamTask::name).toList();
        return new StudyResults(study, tasks, found, List.copyOf(missing), baselinesMissing);
    }

    /** {@return whether nothing is missing} */
    public boolean complete() {
        return missing.isEmpty() && !baselinesMissing;
    }

    /** {@return for example {@code 12 of 24 cells}} */
    public String progress() {
        int all = study.cells().size();
        return (all - missing.size()) + " of " + all + (all == 1 ? " cell" : " cells");
    }

    /** {@return the scores of the strategies, and their comparisons} */
    public StudyStatistics statistics() {
        List<SeedScores> scores = new ArrayList<>();
        for (Strategy strategy : study.strategies()) {
            for (String task : tasks) {
                SortedMap<Long, Double> bySeed = new TreeMap<>();
                found.stream()
                        .filter(one -> one.is(Entrant.Kind.TRAINED, strategy.model(), task))
                        .filter(one -> one.entrant.cell().strategy().equals(strategy))
                        .forEach(one -> bySeed.put(one.entrant.cell().seed(), one.score.score()));
                if (!bySeed.isEmpty()) {
                    scores.add(new SeedScores(strategy, task, bySeed));
                }
            }
        }
        return StudyStatistics.of(scores);
    }

    /**
     * The scores of a model's untrained encoders on a task.
     *
     * @param model name of the pretext model
     * @param task name of the task
     * @return the scores; empty if none was tested
     */
    public Optional<SeedScores> untrained(String model, String task) {
        SortedMap<Long, Double> bySeed = new TreeMap<>();
        found.stream()
                .filter(one -> one.is(Entrant.Kind.UNTRAINED, model, task))
                .forEach(one -> bySeed.put(one.entrant.cell().seed(), one.score.score()));
        return bySeed.isEmpty()
                ? Optional.empty()
                : Optional.of(new SeedScores(new Strategy(model, "untrained"), task, bySeed));
    }

    /**
     * The score of log-mel statistics on a task.
     *
     * @param task name of the task
     * @return the score; empty if they were not tested
     */
    public Optional<TaskScore> logMelStatistics(String task) {
        return found.stream()
                .filter(one -> one.entrant.kind() == Entrant.Kind.STATISTICS
                        && one.score.task().equals(task))
                .map(Found::score)
                .findFirst();
    }

    /**
     * The score of a cell on a task.
     *
     * @param cell the run
     * @param task name of the task
     * @return the score; empty if it was not tested
     */
    public Optional<TaskScore> score(Cell cell, String task) {
        return found.stream()
                .filter(one -> one.entrant.kind() == Entrant.Kind.TRAINED
                        && one.entrant.cell().equals(cell))
                .map(Found::score)
                .filter(score -> score.task().equals(task))
                .findFirst();
    }
}

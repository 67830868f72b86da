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
 * All scores of a study that are there. Nothing in it depends on the clock, the machine's load, or on how often the
 * study was interrupted.
 *
 * @param study what was to be done
 * @param tasks names of the tasks, in order
 * @param found every score, in the order of the cells
 * @param missing cells that are not trained and tested on all tasks
 * @param baselinesMissing whether a baseline was not tested on all tasks
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
     * A score and whose it is.
     *
     * @param entrant what was tested
     * @param score what it reached
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

    /** {@return whether everything is there} */
    public boolean complete() {
        return missing.isEmpty() && !baselinesMissing;
    }

    /** {@return for example {@code 12 of 24 cells}} */
    public String progress() {
        int all = study.cells().size();
        return (all - missing.size()) + " of " + all + (all == 1 ? " cell" : " cells");
    }

    /** The scores of the strategies, and what may be said of them. */
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

    /** The untrained encoders of a model on a task; empty if none was tested. */
    public Optional<SeedScores> untrained(String model, String task) {
        SortedMap<Long, Double> bySeed = new TreeMap<>();
        found.stream()
                .filter(one -> one.is(Entrant.Kind.UNTRAINED, model, task))
                .forEach(one -> bySeed.put(one.entrant.cell().seed(), one.score.score()));
        return bySeed.isEmpty()
                ? Optional.empty()
                : Optional.of(new SeedScores(new Strategy(model, "untrained"), task, bySeed));
    }

    /** Log-mel statistics on a task, if they were tested. */
    public Optional<TaskScore> logMelStatistics(String task) {
        return found.stream()
                .filter(one -> one.entrant.kind() == Entrant.Kind.STATISTICS
                        && one.score.task().equals(task))
                .map(Found::score)
                .findFirst();
    }

    /** The score of a cell on a task, if it is there. */
    public Optional<TaskScore> score(Cell cell, String task) {
        return found.stream()
                .filter(one -> one.entrant.kind() == Entrant.Kind.TRAINED
                        && one.entrant.cell().equals(cell))
                .map(Found::score)
                .filter(score -> score.task().equals(task))
                .findFirst();
    }
}

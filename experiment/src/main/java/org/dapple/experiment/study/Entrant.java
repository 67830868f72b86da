package org.dapple.experiment.study;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Something that a study tests: what a cell has learned, or a baseline that its run gives on the way.
 *
 * @param kind what it is
 * @param cell whose process tests it
 */
public record Entrant(Kind kind, Cell cell) {

    /** What is tested. */
    public enum Kind {
        /** Mean and deviation of log-mels: no encoder, one for the whole study. */
        STATISTICS,
        /** An encoder before its first step: one for each model and seed. */
        UNTRAINED,
        /** The encoder of a cell. */
        TRAINED
    }

    /** All that is tested, in the order of the cells, each baseline with the first cell that can give it. */
    static List<Entrant> of(List<Cell> cells, boolean baselines) {
        List<Entrant> entrants = new ArrayList<>();
        Set<String> untrained = new HashSet<>();
        for (Cell cell : cells) {
            if (baselines && entrants.isEmpty()) {
                entrants.add(new Entrant(Kind.STATISTICS, cell));
            }
            Entrant before = new Entrant(Kind.UNTRAINED, cell);
            if (baselines && untrained.add(before.name())) {
                entrants.add(before);
            }
            entrants.add(new Entrant(Kind.TRAINED, cell));
        }
        return entrants;
    }

    /** Names of all baselines that some cells can give. */
    static Set<String> baselines(List<Cell> cells) {
        Set<String> names = new HashSet<>();
        for (Cell cell : cells) {
            names.add(new Entrant(Kind.STATISTICS, cell).name());
            names.add(new Entrant(Kind.UNTRAINED, cell).name());
        }
        return names;
    }

    /** For tables and file names. */
    public String name() {
        return switch (kind) {
            case STATISTICS -> "log-mel-statistics";
            case UNTRAINED -> "untrained-" + cell.strategy().model() + "-seed" + cell.seed();
            case TRAINED -> cell.name();
        };
    }
}

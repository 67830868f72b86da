package org.dapple.experiment.study;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Something that a study tests: the encoder of a cell, or a baseline that its run provides.
 *
 * @param kind encoder or baseline
 * @param cell the process that trains this cell also tests the entrant
 */
public record Entrant(Kind kind, Cell cell) {

    /** Kinds of entrants. */
    public enum Kind {
        /** Mean and deviation of log-mels, without an encoder; one for the whole study. */
        STATISTICS,
        /** An encoder before its first step; one for each model and seed. */
        UNTRAINED,
        /** The encoder of a cell. */
        TRAINED
    }

    /** All entrants, in the order of the cells. Each baseline comes with the first cell that provides it. */
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

    /** The names of all baselines that these cells provide. */
    static Set<String> baselines(List<Cell> cells) {
        Set<String> names = new HashSet<>();
        for (Cell cell : cells) {
            names.add(new Entrant(Kind.STATISTICS, cell).name());
            names.add(new Entrant(Kind.UNTRAINED, cell).name());
        }
        return names;
    }

    /** {@return its name in tables and file names} */
    public String name() {
        return switch (kind) {
            case STATISTICS -> "log-mel-statistics";
            case UNTRAINED -> "untrained-" + cell.strategy().model() + "-seed" + cell.seed();
            case TRAINED -> cell.name();
        };
    }
}

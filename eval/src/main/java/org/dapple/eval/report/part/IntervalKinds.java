package org.dapple.eval.report.part;

import java.util.List;
import java.util.stream.Stream;
import org.dapple.eval.markup.Numerals;
import org.dapple.eval.statistics.Interval;

/** Names the kinds of intervals in a report: a word beside each interval, and its meaning below. */
public final class IntervalKinds {
    private IntervalKinds() {}

    /**
     * Names the kind of an interval.
     *
     * @param interval of a score or a difference
     * @return the last word of the kind, which says what the interval covers; or why there is none
     */
    public static String word(Interval interval) {
        String kind = interval.kind().toString();
        return interval.known() ? kind.substring(kind.lastIndexOf(' ') + 1) : kind;
    }

    /**
     * Formats an interval of a score.
     *
     * @param interval of shares
     * @return for example {@code clips 58.7 – 64.1}, or why there is no interval
     */
    public static String text(Interval interval) {
        return interval.known() ? word(interval) + " " + Numerals.range(interval) : word(interval);
    }

    /**
     * Explains the words of intervals.
     *
     * @param intervals all intervals that are shown
     * @return one line for each kind, sorted
     */
    public static List<String> legend(Stream<Interval> intervals) {
        return intervals
                .filter(Interval::known)
                .map(interval -> word(interval) + ": 95\u202f% interval, " + interval.kind())
                .distinct()
                .sorted()
                .toList();
    }
}

package org.dapple.eval.report.part;

import java.util.List;
import java.util.stream.Stream;
import org.dapple.eval.markup.Numerals;
import org.dapple.eval.statistics.Interval;

/** What a report calls the kinds of intervals: a word beside each, and all that the word means below. */
public final class IntervalKinds {
    private IntervalKinds() {}

    /**
     * The word beside an interval.
     *
     * @param interval of a score or a difference
     * @return what the interval is over, the last word of its kind's name; or why there is none
     */
    public static String word(Interval interval) {
        String kind = interval.kind().toString();
        return interval.known() ? kind.substring(kind.lastIndexOf(' ') + 1) : kind;
    }

    /**
     * An interval of a score as text.
     *
     * @param interval of shares
     * @return for example {@code clips 58.7 – 64.1}, or why there is no interval
     */
    public static String text(Interval interval) {
        return interval.known() ? word(interval) + " " + Numerals.range(interval) : word(interval);
    }

    /**
     * What the words of some intervals mean.
     *
     * @param intervals those shown
     * @return a line for each kind, sorted
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

package org.dapple.eval.report;

import java.util.List;
import java.util.stream.Stream;
import org.dapple.eval.markup.Numerals;
import org.dapple.eval.statistics.Interval;

/** What a report calls the kinds of intervals: a word beside each, and all that the word means below. */
final class IntervalKinds {
    private IntervalKinds() {}

    /** One word, what the interval is over: the last of its kind's name; or why there is none. */
    static String word(Interval interval) {
        String kind = interval.kind().toString();
        return interval.known() ? kind.substring(kind.lastIndexOf(' ') + 1) : kind;
    }

    /** {@code clips 58.7 – 64.1}, or why there is no interval. */
    static String text(Interval interval) {
        return interval.known() ? word(interval) + " " + Numerals.range(interval) : word(interval);
    }

    /** What the words of some intervals mean, each kind once. */
    static List<String> legend(Stream<Interval> intervals) {
        return intervals
                .filter(Interval::known)
                .map(interval -> word(interval) + ": 95\u202f% interval, " + interval.kind())
                .distinct()
                .sorted()
                .toList();
    }
}

package org.dapple.eval.report;

import java.util.List;
import java.util.stream.Stream;
import org.dapple.eval.statistics.Interval;

/** What a report calls the kinds of intervals: a word beside each, and all that the word means below. */
final class IntervalKinds {
    private IntervalKinds() {}

    /** One word, what the interval is over: the last of its kind's name. */
    static String word(Interval interval) {
        String kind = interval.kind().toString();
        return kind.substring(kind.lastIndexOf(' ') + 1);
    }

    /** {@code clips 58.7 – 64.1}. */
    static String text(Interval interval) {
        return word(interval) + " " + Numerals.range(interval);
    }

    /** What the words of some intervals mean, each kind once. */
    static List<String> legend(Stream<Interval> intervals) {
        return intervals
                .filter(interval -> Double.isFinite(interval.low()) && Double.isFinite(interval.high()))
                .map(interval -> word(interval) + ": 95\u202f% interval, " + interval.kind())
                .distinct()
                .sorted()
                .toList();
    }
}

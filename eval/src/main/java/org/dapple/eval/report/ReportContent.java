package org.dapple.eval.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a report shows. Every text is plain text; an empty list or map leaves its part out.
 *
 * @param title one line
 * @param summary one paragraph that says what was done and what came out
 * @param scores one row for each task or variant
 * @param curves training losses, drawn in one chart
 * @param pictures in the order in which they are shown
 * @param confusions one for each task with classes
 * @param tables further small tables
 * @param facts provenance and configuration, name → value, in the order in which they are shown
 */
public record ReportContent(
        String title,
        String summary,
        List<ScoreRow> scores,
        List<Curve> curves,
        List<Picture> pictures,
        List<Confusion> confusions,
        List<TextTable> tables,
        Map<String, String> facts) {

    /** Copies the lists and the map. */
    public ReportContent {
        scores = List.copyOf(scores);
        curves = List.copyOf(curves);
        pictures = List.copyOf(pictures);
        confusions = List.copyOf(confusions);
        tables = List.copyOf(tables);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}

package org.dapple.eval.report;

import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.eval.report.part.ReportPart;

/** Writes a report as JSON. */
final class ReportJson {
    /** The lists that every report has, empty where no part adds to them. */
    private static final List<String> LISTS =
            List.of("scores", "score_matrices", "comparisons", "shot_curves", "confusions", "tables");

    private ReportJson() {}

    static String of(ReportContent content) {
        Map<String, List<Object>> lists = new LinkedHashMap<>();
        LISTS.forEach(name -> lists.put(name, new ArrayList<>()));
        for (ReportPart part : content.parts()) {
            part.toJson().forEach((name, objects) -> lists.computeIfAbsent(name, added -> new ArrayList<>())
                    .addAll(objects));
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("title", content.title());
        tree.put("summary", content.summary());
        tree.putAll(lists);
        tree.put("facts", content.facts());
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(tree);
    }
}

package org.dapple.eval.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All that a report shows. Every text is plain text.
 *
 * @param title one line
 * @param summary one paragraph that says what was done and what came out
 * @param parts in the order in which they are shown
 * @param facts provenance and configuration, name → value, in the order in which they are shown, below the parts
 */
public record ReportContent(String title, String summary, List<ReportPart> parts, Map<String, String> facts) {

    /** Copies the list and the map. */
    public ReportContent {
        parts = List.copyOf(parts);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** The parts of one kind, in order. */
    <P extends ReportPart> Stream<P> parts(Class<P> kind) {
        return parts.stream().filter(kind::isInstance).map(kind::cast);
    }
}

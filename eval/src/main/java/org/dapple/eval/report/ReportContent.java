package org.dapple.eval.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.frontend.Waveform;
import org.dapple.eval.markup.Numbers;
import org.dapple.eval.report.chart.EmbeddingMap;
import org.dapple.eval.report.part.ReportPart;

/**
 * The content of a report. All text is plain text.
 *
 * @param title one line
 * @param summary one paragraph: what was done and what was found
 * @param parts in the order of the report
 * @param facts provenance and configuration, name to value, below the parts
 */
public record ReportContent(String title, String summary, List<ReportPart> parts, Map<String, String> facts) {

    /**
     * Copies the list and the map.
     *
     * @throws IllegalArgumentException if all maps together have more than {@value EmbeddingMap#MOST_SOUNDS} different
     *     sounds
     */
    public ReportContent {
        parts = List.copyOf(parts);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        Numbers.requireAtMost(
                EmbeddingMap.MOST_SOUNDS,
                title,
                "different sounds of all maps together",
                sounds(parts).size());
    }

    /** {@return the sounds of all maps by name, each once} */
    Map<String, Waveform> sounds() {
        return sounds(parts);
    }

    private static Map<String, Waveform> sounds(List<ReportPart> parts) {
        Map<String, Waveform> sounds = new LinkedHashMap<>();
        parts.stream()
                .filter(EmbeddingMap.class::isInstance)
                .map(EmbeddingMap.class::cast)
                .flatMap(map -> map.sounds().stream())
                .forEach(sound -> sounds.put(sound.id(), sound.waveform()));
        return sounds;
    }
}

package org.dapple.eval.result;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dapple.core.run.Provenance;
import org.dapple.data.clips.RowCounts;

/**
 * How vectors or a score were made, beside the process that made them ({@link Provenance}): every command that embeds
 * or tests writes it in this form.
 *
 * @param encoder what was tested, as results call it
 * @param checkpoint of a run, {@code best} or a step; empty for the newest, or where there is none
 * @param features what makes the vectors ({@link org.dapple.eval.embedding.ClipFeatures#description})
 * @param clips which clips they were made of
 * @param learning how classes were learned: protocol, seeds, settings; empty where nothing was
 */
public record ResultOrigin(
        String encoder, String checkpoint, Map<String, Object> features, Clips clips, Map<String, Object> learning) {

    /**
     * The clips of a result.
     *
     * @param seconds the one length that all were cut or padded to
     * @param rows what became of the rows of the manifest or folder
     */
    public record Clips(double seconds, RowCounts rows) {
        private Map<String, Object> toJson() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("seconds", seconds);
            tree.putAll(rows.toJson());
            return tree;
        }
    }

    /** Copies the maps. */
    public ResultOrigin {
        features = new LinkedHashMap<>(features);
        learning = new LinkedHashMap<>(learning);
    }

    /**
     * The tree that is written as JSON, in snake_case.
     *
     * @param manager whose device computed
     * @return the facts of the process, then {@code encoder}, {@code clips} and, where something was learned,
     *     {@code learning}
     */
    public Map<String, Object> toJson(NDManager manager) {
        Map<String, Object> tree = new LinkedHashMap<>(Provenance.of(manager));
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("name", encoder);
        if (!checkpoint.isEmpty()) {
            made.put("checkpoint", checkpoint);
        }
        made.putAll(features);
        tree.put("encoder", made);
        tree.put("clips", clips.toJson());
        if (!learning.isEmpty()) {
            tree.put("learning", learning);
        }
        return tree;
    }

    /**
     * The same for people, one fact a line.
     *
     * @param tree as {@link #toJson} gives it, or as it was read again
     * @return name to value, in that order
     */
    public static Map<String, String> facts(Map<String, ?> tree) {
        Map<String, String> facts = new LinkedHashMap<>();
        flatten("", tree, facts);
        return facts;
    }

    private static void flatten(String before, Map<?, ?> tree, Map<String, String> facts) {
        tree.forEach((key, value) -> {
            String name = before + String.valueOf(key).replace('_', ' ');
            if (value instanceof Map<?, ?> section) {
                flatten(name + ", ", section, facts);
            } else {
                facts.put(name, String.valueOf(value));
            }
        });
    }
}

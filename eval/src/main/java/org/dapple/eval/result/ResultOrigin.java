package org.dapple.eval.result;

import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dapple.core.run.Provenance;
import org.dapple.data.clips.RowCounts;

/**
 * Says how vectors or a score were made, apart from the process that made them ({@link Provenance}). Every command that
 * embeds or tests writes it in this form.
 *
 * @param encoder name of the encoder in results
 * @param checkpoint of a run, {@code best} or a step; empty for the newest, or if there is none
 * @param features the features that made the vectors ({@link org.dapple.eval.embedding.ClipFeatures#description})
 * @param clips the clips from which they were made
 * @param learning how classes were learned: protocol, seeds, settings; empty if none were
 */
public record ResultOrigin(
        String encoder, String checkpoint, Map<String, Object> features, Clips clips, Map<String, Object> learning) {

    /**
     * The clips behind a result.
     *
     * @param seconds length to which all clips were cut or padded
     * @param rows what happened to the rows of the manifest or folder
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
     * Turns the origin into an object for JSON, with names in snake_case.
     *
     * @param manager its device computed
     * @return the facts of the process, then {@code encoder}, {@code clips} and, if classes were learned,
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
     * Lists the origin for readers, one fact a line.
     *
     * @param tree as returned by {@link #toJson}, or as read again
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

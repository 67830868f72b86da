package org.dapple.models.layers;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parameters by their names in the field's checkpoints, for example {@code blocks.0.attn.qkv.weight}. DJL numbers the
 * children of a block ({@code 01blocks.0}); the number is dropped here, and an unnamed child adds no level.
 */
public final class NamedParameters {
    private NamedParameters() {}

    /**
     * All parameters below a block.
     *
     * @param block any block made of Dapple's layers
     * @return name to parameter, in the order of declaration
     */
    public static Map<String, Parameter> of(Block block) {
        Map<String, Parameter> named = new LinkedHashMap<>();
        collect("", block, named);
        return named;
    }

    private static void collect(String prefix, Block block, Map<String, Parameter> named) {
        for (Pair<String, Parameter> direct : block.getDirectParameters()) {
            named.put(prefix + direct.getKey(), direct.getValue());
        }
        for (Pair<String, Block> child : block.getChildren()) {
            String name = child.getKey().replaceFirst("^\\d+", "");
            collect(name.isEmpty() ? prefix : prefix + name + ".", child.getValue(), named);
        }
    }
}

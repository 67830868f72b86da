package org.dapple.train.finetune;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.ConfigurationException;
import org.dapple.data.Clip;
import org.dapple.data.downstream.DownstreamMetric;

/**
 * The classes of a labelled set.
 *
 * @param names in the order of all scores
 * @param metric what the set is scored by; says too whether a clip may have several classes
 */
public record LabelSet(List<String> names, DownstreamMetric metric) {

    /** Copies the list. */
    public LabelSet {
        names = List.copyOf(names);
        ConfigurationException.require(names.size() >= 2, "data", "have at least two labels", names);
    }

    /** {@return C, the number of classes} */
    public int size() {
        return names.size();
    }

    /**
     * Which classes clips have.
     *
     * @param clips all of them labelled
     * @return row-major [clips, C], 1 where a clip has a class, else 0
     * @throws ConfigurationException with the key {@code data} if a clip has another label
     */
    float[] targets(List<Clip> clips) {
        Map<String, Integer> columns = new HashMap<>();
        names.forEach(name -> columns.put(name, columns.size()));
        float[] targets = new float[clips.size() * size()];
        for (int i = 0; i < clips.size(); i++) {
            Clip clip = clips.get(i);
            List<String> own =
                    metric == DownstreamMetric.ACCURACY ? List.of(String.valueOf(clip.label())) : clip.labels();
            for (String label : own) {
                Integer column = columns.get(label);
                if (column == null) {
                    throw new ConfigurationException(
                            "data", "must have labels that are known; " + clip.filename() + " has " + label);
                }
                targets[i * size() + column] = 1;
            }
        }
        return targets;
    }
}

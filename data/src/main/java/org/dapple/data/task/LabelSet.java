package org.dapple.data.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;

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
     * The classes of clips, by their places in {@link #names}.
     *
     * @param clips all of them labelled
     * @return for each clip at least one class
     * @throws ConfigurationException with the key {@code data} if a clip has another label
     */
    public List<List<Integer>> classes(List<Clip> clips) {
        Map<String, Integer> places = new HashMap<>();
        names.forEach(name -> places.put(name, places.size()));
        List<List<Integer>> classes = new ArrayList<>();
        for (Clip clip : clips) {
            List<Integer> own = new ArrayList<>();
            for (String label :
                    metric == DownstreamMetric.ACCURACY ? List.of(String.valueOf(clip.label())) : clip.labels()) {
                Integer place = places.get(label);
                if (place == null) {
                    throw new ConfigurationException(
                            "data", "must have labels that are known; " + clip.filename() + " has " + label);
                }
                own.add(place);
            }
            classes.add(own);
        }
        return classes;
    }

    /**
     * The same for one clip after the other in rows.
     *
     * @param classes as {@link #classes} gives them
     * @return row-major [clips, C], 1 where a clip has a class, else 0
     */
    public float[] targets(List<List<Integer>> classes) {
        float[] targets = new float[classes.size() * size()];
        for (int clip = 0; clip < classes.size(); clip++) {
            for (int label : classes.get(clip)) {
                targets[clip * size() + label] = 1;
            }
        }
        return targets;
    }
}

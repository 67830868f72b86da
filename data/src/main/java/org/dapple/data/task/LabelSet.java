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
 * @param names class names, in the order of all scores
 * @param metric metric of the set; it implies whether clips may have several classes
 */
public record LabelSet(List<String> names, DownstreamMetric metric) {

    /** Refuses fewer than two classes. */
    public LabelSet {
        names = List.copyOf(names);
        if (names.size() < 2) {
            throw new ConfigurationException("data", "must have at least two labels; it has " + names);
        }
    }

    /** {@return C, the number of classes} */
    public int size() {
        return names.size();
    }

    /**
     * The classes of clips, as positions in {@link #names}.
     *
     * @param clips the clips, all labelled
     * @return at least one class for each clip
     * @throws ConfigurationException with the key {@code data} if a clip has an unknown label
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
                            "data", "must have known labels; " + clip.filename() + " has " + label);
                }
                own.add(place);
            }
            classes.add(own);
        }
        return classes;
    }

    /**
     * The classes as target rows.
     *
     * @param classes classes from {@link #classes}
     * @return row-major [clips, C], 1 where a clip has a class, otherwise 0
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

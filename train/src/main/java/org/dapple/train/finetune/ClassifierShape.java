package org.dapple.train.finetune;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.LabelSet;

/**
 * A classifier without its weights.
 *
 * @param labels its classes
 * @param seconds length to which clips are cut or padded
 * @param lastPatch treatment of frames that do not fill a patch
 * @param pooling how tokens become features
 */
record ClassifierShape(LabelSet labels, double seconds, LastPatch lastPatch, Pooling pooling) {
    private static final long FORMAT = 1;

    /** Checks the length. */
    ClassifierShape {
        ConfigurationException.require(seconds > 0, "seconds", "be positive", seconds);
    }

    /** Reads what {@link #toSettings} writes. */
    static ClassifierShape read(Settings settings) {
        long format = settings.longInteger("format", 0);
        ConfigurationException.require(format == FORMAT, "format", "be " + FORMAT, format);
        ClassifierShape shape = new ClassifierShape(
                new LabelSet(
                        settings.list("labels", section -> section.text("name", "")),
                        settings.choice("metric", DownstreamMetric.ACCURACY)),
                settings.number("seconds", 0),
                settings.choice("last_patch", LastPatch.PAD),
                settings.choice("pooling", Pooling.COLUMNS));
        settings.done();
        return shape;
    }

    /** The tree that is written as JSON. */
    Map<String, Object> toSettings() {
        List<Map<String, Object>> names = labels.names().stream()
                .map(name -> Map.<String, Object>of("name", name))
                .toList();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("format", FORMAT);
        settings.put("labels", names);
        settings.put("metric", Settings.word(labels.metric()));
        settings.put("seconds", seconds);
        settings.put("last_patch", Settings.word(lastPatch));
        settings.put("pooling", Settings.word(pooling));
        return settings;
    }
}

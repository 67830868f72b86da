package org.dapple.experiment.scoring;

import java.util.List;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.eval.leak.Leak;
import org.dapple.eval.leak.LeakCheck;

/** Refuses test clips that pre-training has heard. */
public final class Leaks {
    private Leaks() {}

    /**
     * Refuses test clips that pre-training has heard, or whose recordings or speakers it has heard.
     *
     * @param check what was found
     * @param allowed whether such clips are accepted
     * @throws ConfigurationException with the key {@code data}, naming the first such clip
     */
    public static void refuse(LeakCheck check, boolean allowed) {
        List<Leak> ofPretraining = check.ofPretraining();
        if (allowed || ofPretraining.isEmpty()) {
            return;
        }
        Leak first = ofPretraining.get(0);
        String whose = first.kind() == Leak.Kind.HEARD_SOUND
                ? "that pre-training has not heard"
                : "of recordings and speakers that pre-training has not heard";
        throw new ConfigurationException(
                "data",
                "must have test clips " + whose + "; " + first
                        + " (pre-train without them, as with --split train; --allow-heard accepts them)");
    }
}

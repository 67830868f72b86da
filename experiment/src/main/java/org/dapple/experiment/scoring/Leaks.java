package org.dapple.experiment.scoring;

import java.util.List;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.eval.leak.Leak;
import org.dapple.eval.leak.LeakCheck;

/** What commands do about test clips that are not new. */
public final class Leaks {
    private Leaks() {}

    /**
     * Refuses test clips that pre-training heard, or whose sources it heard.
     *
     * @param check what was found
     * @param allowed whether pre-training may have heard test clips
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
                        + " (pre-train without them, as with --split train; --allow-heard probes all the same)");
    }
}

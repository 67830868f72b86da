package org.dapple.data.task;

/** What a downstream set is scored by. */
public enum DownstreamMetric {
    /** The share of clips whose single label is recognised. */
    ACCURACY("accuracy"),
    /** Average precision of each class, averaged over classes; for clips of several labels. */
    MEAN_AVERAGE_PRECISION("mAP");

    private final String shortName;

    DownstreamMetric(String shortName) {
        this.shortName = shortName;
    }

    /** {@return as tables call it} */
    public String shortName() {
        return shortName;
    }
}

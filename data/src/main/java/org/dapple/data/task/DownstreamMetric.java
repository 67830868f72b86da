package org.dapple.data.task;

/** The metric of a downstream set. */
public enum DownstreamMetric {
    /** The share of clips whose only label is recognised. */
    ACCURACY("accuracy"),
    /** Average precision of each class, averaged over classes; for clips with several labels. */
    MEAN_AVERAGE_PRECISION("mAP");

    private final String shortName;

    DownstreamMetric(String shortName) {
        this.shortName = shortName;
    }

    /** {@return its name in tables} */
    public String shortName() {
        return shortName;
    }
}

package org.dapple.eval.probe;

import ai.djl.ndarray.NDArray;
import java.util.Locale;
import org.dapple.core.Seeds;
import org.dapple.data.downstream.DownstreamMetric;

/** Something simple that learns classes from frozen embeddings. An open extension point. */
public interface Probe {

    /**
     * Clips of one part of a fold.
     *
     * @param features float32 [n, D]
     * @param targets float32 [n, C], 1 where a clip has a class, else 0
     */
    record Part(NDArray features, NDArray targets) {}

    /**
     * Learns from one fold and scores its test clips.
     *
     * @param train learned from
     * @param valid may decide about what is learned
     * @param test features [n, D] of the clips to score
     * @param metric accuracy where every clip has one class; mean average precision where it may have several
     * @param seeds decide what is random
     * @param fold number of the fold, so that folds differ
     * @return how likely each class is, [n, C], higher is likelier, on the manager of the training features
     */
    NDArray predict(Part train, Part valid, NDArray test, DownstreamMetric metric, Seeds seeds, int fold);

    /** {@return name and version of how it learns; scores of different ones are not to be compared} */
    String protocolName();

    /** {@return whether a missing validation part takes its share of every class, else of all clips together} */
    default boolean stratified() {
        return true;
    }

    /**
     * A probe by the name of its protocol.
     *
     * @param name {@code strict}, {@code evar}, {@code logistic} or {@code knn}
     * @return the newest version
     * @throws org.dapple.core.ConfigurationException with the key {@code protocol} if there is none
     */
    static Probe named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case KnnProbe.NAME -> KnnProbe.standard();
            case LogisticProbe.NAME -> LogisticProbe.standard();
            default -> new LinearProbe(ProbeProtocol.named(name));
        };
    }
}

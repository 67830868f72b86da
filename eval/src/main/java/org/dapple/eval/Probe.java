package org.dapple.eval;

import ai.djl.ndarray.NDArray;
import java.util.Locale;
import org.dapple.core.Seeds;

/** Something simple that learns classes from frozen embeddings. An open extension point. */
public interface Probe {

    /**
     * Clips of one part of a fold.
     *
     * @param features float32 [n, D]
     * @param labels class of each, 0 to classes - 1
     */
    @SuppressWarnings("ArrayRecordComponent") // a pair of arguments, never compared
    record Part(NDArray features, int[] labels) {}

    /**
     * Learns from one fold and predicts its test clips.
     *
     * @param train learned from
     * @param valid may decide about what is learned
     * @param test features [n, D] of the clips to predict
     * @param classes number of classes
     * @param seeds decide what is random
     * @param fold number of the fold, so that folds differ
     * @return the class of each test clip
     */
    int[] predict(Part train, Part valid, NDArray test, int classes, Seeds seeds, int fold);

    /** {@return name and version of how it learns; scores of different ones are not to be compared} */
    String protocolName();

    /** {@return whether a missing validation part takes its share of every class, else of all clips together} */
    boolean stratified();

    /**
     * A probe by the name of its protocol.
     *
     * @param name {@code strict}, {@code evar} or {@code knn}
     * @return the newest version
     * @throws org.dapple.core.ConfigurationException with the key {@code protocol} if there is none
     */
    static Probe named(String name) {
        return name.toLowerCase(Locale.ROOT).equals(KnnProbe.NAME)
                ? KnnProbe.standard()
                : new LinearProbe(ProbeProtocol.named(name));
    }
}

package org.dapple.eval.probe;

import ai.djl.ndarray.NDArray;
import java.util.Locale;
import java.util.Map;
import org.dapple.core.run.Seeds;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.Validation;

/** Something simple that learns classes from frozen embeddings. An open extension point. */
public interface Probe {

    /**
     * Clips of one part of a fold.
     *
     * @param features float32 [n, D]
     * @param targets float32 [n, C], 1 where a clip has a class, else 0
     * @param drawn whether these are validation clips that were taken out of the training part, because the set names
     *     none
     */
    record Part(NDArray features, NDArray targets, boolean drawn) {
        /**
         * Clips that the set itself names for this part.
         *
         * @param features float32 [n, D]
         * @param targets float32 [n, C], 1 where a clip has a class, else 0
         */
        public Part(NDArray features, NDArray targets) {
            this(features, targets, false);
        }
    }

    /**
     * What was learned from one fold.
     *
     * @param scores how likely each class is, [n, C], higher is likelier, on the manager of the training features
     * @param training what a reader should know of how it was learned, for example the best epoch, by names in
     *     snake_case; may be empty
     */
    record Learned(NDArray scores, Map<String, Object> training) {
        /**
         * What was learned without anything to say of it.
         *
         * @param scores how likely each class is, [n, C]
         */
        public Learned(NDArray scores) {
            this(scores, Map.of());
        }
    }

    /**
     * Learns from one fold and scores its test clips.
     *
     * @param train learned from
     * @param valid may decide about what is learned; of no clips where {@link #validation} is {@code NONE} and the set
     *     names none
     * @param test features [n, D] of the clips to score
     * @param metric accuracy where every clip has one class; mean average precision where it may have several
     * @param seeds decide what is random
     * @param fold number of the fold, so that folds differ
     * @return the scores, and how they came about
     */
    Learned predict(Part train, Part valid, NDArray test, DownstreamMetric metric, Seeds seeds, int fold);

    /** {@return name and version of how it learns; scores of different ones are not to be compared} */
    String protocolName();

    /** {@return what is done for a validation part where a set names none} */
    default Validation validation() {
        return Validation.STRATIFIED;
    }

    /**
     * The same for features whose learning rate a protocol prescribes.
     *
     * @param rate that the protocol has for them
     * @return the probe with that rate; itself where rates are chosen, or there is none
     */
    default Probe atLearningRate(double rate) {
        return this;
    }

    /** {@return of how many seeds the protocol's tables are means} */
    default int usualSeeds() {
        return 1;
    }

    /**
     * A probe by the name of its protocol.
     *
     * @param name {@code strict}, {@code evar}, {@code logistic} or {@code knn}
     * @return the newest version
     * @throws org.dapple.core.settings.ConfigurationException with the key {@code protocol} if there is none
     */
    static Probe named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case KnnProbe.NAME -> KnnProbe.standard();
            case LogisticProbe.NAME -> LogisticProbe.standard();
            default -> new LinearProbe(ProbeProtocol.named(name));
        };
    }
}

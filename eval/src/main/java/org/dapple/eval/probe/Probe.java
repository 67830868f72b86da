package org.dapple.eval.probe;

import ai.djl.ndarray.NDArray;
import java.util.Locale;
import java.util.Map;
import org.dapple.core.run.Seeds;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.Validation;

/** A simple classifier that learns from frozen embeddings. An open extension point. */
public interface Probe {

    /**
     * The clips of one part of a fold.
     *
     * @param features float32 [n, D]
     * @param targets float32 [n, C], 1 where a clip has a class, else 0
     * @param drawn whether these are validation clips that were drawn from the training part, because the set names
     *     none
     */
    record Part(NDArray features, NDArray targets, boolean drawn) {
        /**
         * Creates a part from clips that the set itself names.
         *
         * @param features float32 [n, D]
         * @param targets float32 [n, C], 1 where a clip has a class, else 0
         */
        public Part(NDArray features, NDArray targets) {
            this(features, targets, false);
        }
    }

    /**
     * The result of learning from one fold.
     *
     * @param scores [n, C], higher is likelier, on the manager of the training features
     * @param training how the classes were learned, for example the best epoch, by names in snake_case; may be empty
     */
    record Learned(NDArray scores, Map<String, Object> training) {
        /**
         * Creates a result that says nothing about training.
         *
         * @param scores [n, C], higher is likelier
         */
        public Learned(NDArray scores) {
            this(scores, Map.of());
        }
    }

    /**
     * Learns from one fold and scores its test clips.
     *
     * @param train clips to learn from
     * @param valid clips to choose by; empty where {@link #validation} is {@code NONE} and the set names none
     * @param test features [n, D] of the clips to score
     * @param metric accuracy if every clip has one class; mean average precision if it may have several
     * @param seeds decide everything random
     * @param fold number of the fold, so that folds differ
     * @return the scores, and how the classes were learned
     */
    Learned predict(Part train, Part valid, NDArray test, DownstreamMetric metric, Seeds seeds, int fold);

    /** {@return name and version of the method; scores of different ones must not be compared} */
    String protocolName();

    /** {@return how a validation part is made if a set names none} */
    default Validation validation() {
        return Validation.STRATIFIED;
    }

    /**
     * Sets the learning rate that a protocol prescribes for some features.
     *
     * @param rate the prescribed rate
     * @return a probe with that rate; this one if it chooses its rate or has none
     */
    default Probe atLearningRate(double rate) {
        return this;
    }

    /** {@return the number of seeds over which the protocol's tables average} */
    default int usualSeeds() {
        return 1;
    }

    /**
     * Finds a probe by the name of its protocol.
     *
     * @param name {@code strict}, {@code evar}, {@code logistic} or {@code knn}
     * @return the newest version of the protocol
     * @throws org.dapple.core.settings.ConfigurationException with the key {@code protocol} if no protocol has the name
     */
    static Probe named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case KnnProbe.NAME -> KnnProbe.standard();
            case LogisticProbe.NAME -> LogisticProbe.standard();
            default -> new LinearProbe(ProbeProtocol.named(name));
        };
    }
}

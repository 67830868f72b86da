package org.dapple.train.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.dapple.core.ops.InPlace;

/** The weights of the epoch with the highest score; the first one if several are equal. */
final class BestWeights {
    private final Map<String, Parameter> parameters;
    private final Map<String, NDArray> kept = new LinkedHashMap<>();
    private double score = Double.NEGATIVE_INFINITY;
    private int epoch;

    /**
     * An empty store of weights.
     *
     * @param parameters whose values change
     * @param manager owner of the copies
     */
    BestWeights(Map<String, Parameter> parameters, NDManager manager) {
        this.parameters = parameters;
        parameters.forEach((name, parameter) -> {
            NDArray value = parameter.getArray();
            kept.put(name, manager.zeros(value.getShape(), value.getDataType()));
        });
    }

    /** Keeps the present weights if they are the first or better than all before. */
    void offer(int ofEpoch, double ofScore) {
        if (epoch == 0 || ofScore > score || (Double.isNaN(score) && !Double.isNaN(ofScore))) {
            epoch = ofEpoch;
            score = ofScore;
            kept.forEach((name, copy) -> InPlace.copy(value(name), copy));
        }
    }

    /** Restores the weights that were kept. */
    void restore() {
        kept.forEach((name, copy) -> InPlace.copy(copy, value(name)));
    }

    /** The epoch of the kept weights, from 1. */
    int epoch() {
        return epoch;
    }

    private NDArray value(String name) {
        return Objects.requireNonNull(parameters.get(name)).getArray();
    }
}

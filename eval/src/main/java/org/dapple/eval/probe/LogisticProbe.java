package org.dapple.eval.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.task.DownstreamMetric;

/**
 * Logistic regression on standardised features, at its only optimum ({@link LogisticRegression}). The strength of
 * regularisation is chosen on the validation part. Nothing depends on a number of epochs, and nothing is random except
 * a validation part that has to be drawn.
 *
 * @param strengths C, rising; of equally good values the smallest is chosen
 */
public record LogisticProbe(List<Double> strengths) implements Probe {
    /** Name in commands. */
    static final String NAME = "logistic";

    private static final int VERSION = 2; // 1 drew validation parts without regard to sources

    /** Refuses an empty list, and strengths that are not positive. */
    public LogisticProbe {
        strengths = List.copyOf(strengths);
        ConfigurationException.require(
                !strengths.isEmpty() && strengths.stream().allMatch(c -> c > 0), "strengths", "be positive", strengths);
    }

    /** {@return a probe with C of 0.0001, 0.001, 0.01, 0.1 and 1} */
    public static LogisticProbe standard() {
        return new LogisticProbe(List.of(1e-4, 1e-3, 1e-2, 1e-1, 1.0));
    }

    @Override
    public String protocolName() {
        return NAME + "/" + VERSION;
    }

    @Override
    public Learned predict(Part train, Part valid, NDArray test, DownstreamMetric metric, Seeds seeds, int fold) {
        NDManager outer = train.features().getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(train.features(), train.targets(), valid.features(), valid.targets(), test);
            Standardizer standardizer = Standardizer.fit(train.features());
            NDArray inputs = inputs(standardizer, train.features());
            NDArray targets = train.targets().toType(DataType.FLOAT64, false);
            NDArray validInputs = inputs(standardizer, valid.features());
            NDArray weights = scope.zeros(
                    new Shape(inputs.getShape().get(1), targets.getShape().get(1)), DataType.FLOAT64);
            NDArray best = weights;
            double bestScore = -1;
            double bestStrength = strengths.get(0);
            for (double strength : strengths) { // each begins where the last one ended
                double score;
                try (NDManager round = scope.newSubManager()) {
                    round.tempAttachAll(inputs, targets, validInputs, weights);
                    weights = new LogisticRegression(inputs, targets, strength, metric).minimum(weights);
                    NDArray scores = validInputs.matMul(weights).toType(DataType.FLOAT32, false);
                    score = ProbeScore.of(metric, scores, valid.targets());
                    weights.attach(scope);
                }
                if (score > bestScore) {
                    bestScore = score;
                    bestStrength = strength;
                    best = weights;
                }
            }
            NDArray scores = inputs(standardizer, test).matMul(best).toType(DataType.FLOAT32, false);
            scores.attach(outer);
            return new Learned(scores, Map.of("c", bestStrength));
        }
    }

    private static NDArray inputs(Standardizer standardizer, NDArray features) {
        return LinearLayers.withOnes(standardizer.apply(features)).toType(DataType.FLOAT64, false);
    }
}

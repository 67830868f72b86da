package org.dapple.eval.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.Validation;

/**
 * Lets the nearest training clips vote, by cosine similarity, each with the weight exp(similarity / temperature).
 * Nothing is trained and nothing is random. A validation part that the set names is left out, and none is drawn.
 * Source: Wu et al., "Unsupervised Feature Learning via Non-Parametric Instance Discrimination" (CVPR 2018), with the
 * constants of the X-ARES benchmark. That benchmark normalises its bank over clips by mistake; here each clip is
 * normalised.
 *
 * @param neighbours number k of clips that vote
 * @param temperature the lower, the more the nearest clips weigh
 */
public record KnnProbe(int neighbours, double temperature) implements Probe {
    /** Name in commands. */
    static final String NAME = "knn";

    private static final int VERSION = 2; // 1 lost a tenth of its bank to a validation part, without regard to sources
    /** Number of test clips whose similarities are in memory at once. */
    private static final int CHUNK = 1024;

    /** Refuses fewer than one neighbour, or a temperature that is not positive. */
    public KnnProbe {
        ConfigurationException.require(neighbours > 0, "neighbours", "be at least 1", neighbours);
        ConfigurationException.require(temperature > 0, "temperature", "be positive", temperature);
    }

    /** {@return 10 neighbours, temperature 0.07} */
    public static KnnProbe standard() {
        return new KnnProbe(10, 0.07);
    }

    @Override
    public String protocolName() {
        return NAME + "/" + VERSION;
    }

    @Override
    public Validation validation() {
        return Validation.NONE;
    }

    @Override
    public Learned predict(Part train, Part valid, NDArray test, DownstreamMetric metric, Seeds seeds, int fold) {
        NDManager outer = train.features().getManager();
        long count = test.getShape().get(0);
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(train.features(), train.targets(), test);
            NDArray bank = Cosine.unit(train.features()).transpose();
            NDList votes = new NDList();
            for (long first = 0; first < count; first += CHUNK) {
                try (NDManager inner = scope.newSubManager()) {
                    inner.tempAttachAll(test, bank, train.targets());
                    NDArray chunk = test.get(first + ":" + Math.min(count, first + CHUNK));
                    NDArray vote = vote(chunk, bank, train.targets());
                    vote.attach(scope);
                    votes.add(vote);
                }
            }
            NDArray all = NDArrays.concat(votes);
            all.attach(outer);
            return new Learned(all);
        }
    }

    /** {@return the summed weights of each class, [n, C]} */
    private NDArray vote(NDArray chunk, NDArray bank, NDArray votes) {
        int nearest = (int) Math.min(neighbours, bank.getShape().get(1));
        NDList top = Cosine.unit(chunk).matMul(bank).topK(nearest, 1);
        NDArray weights = top.get(0).div(temperature).softmax(1).expandDims(2);
        long rows = chunk.getShape().get(0);
        NDArray classesOfNearest = votes.get(top.get(1).flatten()).reshape(rows, nearest, -1);
        return classesOfNearest.mul(weights).sum(new int[] {1});
    }
}

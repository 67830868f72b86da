package org.dapple.eval.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.dapple.core.run.Seeds;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.Validation;

/**
 * Chooses the class with the nearest mean, by cosine similarity of standardised features. It needs no validation clips
 * and has nothing to tune, so it can learn from a single clip of each class. Source: Snell et al., "Prototypical
 * Networks for Few-shot Learning" (NeurIPS 2017), section 2.3, with frozen features.
 */
public record CentroidProbe() implements Probe {
    @Override
    public String protocolName() {
        return "centroid/2";
    }

    @Override
    public Validation validation() {
        return Validation.NONE;
    }

    @Override
    public Learned predict(Part train, Part valid, NDArray test, DownstreamMetric metric, Seeds seeds, int fold) {
        NDManager outer = train.features().getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(train.features(), train.targets(), test);
            Standardizer standardizer = Standardizer.fit(train.features());
            NDArray counts = train.targets().sum(new int[] {0}).maximum(1).expandDims(1);
            NDArray means = train.targets()
                    .transpose()
                    .matMul(standardizer.apply(train.features()))
                    .div(counts);
            NDArray scores = Cosine.unit(standardizer.apply(test))
                    .matMul(Cosine.unit(means).transpose());
            scores.attach(outer);
            return new Learned(scores);
        }
    }
}

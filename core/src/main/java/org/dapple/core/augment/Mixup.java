package org.dapple.core.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.dapple.core.settings.ConfigurationException;

/**
 * Mixes each clip and its targets with another clip of the batch: λ · x + (1 − λ) · x′. Each clip draws its own λ from
 * Beta(α, α). Source: Zhang et al., "mixup: Beyond Empirical Risk Minimization" (ICLR 2018).
 *
 * @param alpha α, above 0 and at most 1; a smaller α mixes less
 */
public record Mixup(double alpha) {
    /** Refuses an α outside (0, 1]. */
    public Mixup {
        ConfigurationException.require(alpha > 0 && alpha <= 1, "mixup", "be above 0 and at most 1", alpha);
    }

    /**
     * A mixed batch.
     *
     * @param values mixed clips, shaped as the input
     * @param targets mixed targets, [B, C]
     */
    public record Mixed(NDArray values, NDArray targets) {}

    /**
     * Mixes a batch.
     *
     * @param values waveforms [B, S] or spectrograms [B, ..]
     * @param targets probabilities or marks of classes, [B, C]
     * @param random the generator of this batch
     * @return the mixture, on the manager of the values
     */
    public Mixed apply(NDArray values, NDArray targets, SplittableRandom random) {
        int batch = Math.toIntExact(values.getShape().get(0));
        float[] shares = new float[batch];
        for (int i = 0; i < batch; i++) {
            shares[i] = (float) beta(random);
        }
        long[] partners = permutation(batch, random);
        NDManager outer = values.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(values, targets);
            NDArray share = scope.create(shares);
            NDArray partner = scope.create(partners);
            Mixed mixed = new Mixed(mix(values, share, partner), mix(targets, share, partner));
            mixed.values.attach(outer);
            mixed.targets.attach(outer);
            return mixed;
        }
    }

    private static NDArray mix(NDArray own, NDArray share, NDArray partner) {
        long[] one = new long[own.getShape().dimension()];
        Arrays.fill(one, 1);
        one[0] = own.getShape().get(0);
        NDArray other = own.take(index(own, partner)).reshape(own.getShape());
        return other.add(own.sub(other).mul(share.reshape(new Shape(one))));
    }

    /** Positions in the flattened array of all values of the partners. */
    private static NDArray index(NDArray own, NDArray partner) {
        int perClip = Math.toIntExact(own.size() / own.getShape().get(0));
        NDArray within = own.getManager().arange(0, perClip, 1, partner.getDataType());
        return partner.mul(perClip).expandDims(1).add(within.expandDims(0));
    }

    /**
     * Jöhnk's method (Metrika 8, 1964), with s = 1 / α: draws U and V until Uˢ + Vˢ is at most 1, then gives Uˢ / (Uˢ +
     * Vˢ).
     */
    private double beta(SplittableRandom random) {
        while (true) {
            double first = Math.pow(random.nextDouble(), 1 / alpha);
            double second = Math.pow(random.nextDouble(), 1 / alpha);
            double sum = first + second;
            if (sum > 0 && sum <= 1) {
                return first / sum;
            }
        }
    }

    private static long[] permutation(int size, SplittableRandom random) {
        long[] order = new long[size];
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}

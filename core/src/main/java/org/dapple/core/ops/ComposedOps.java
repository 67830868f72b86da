package org.dapple.core.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import org.dapple.core.settings.ConfigurationException;

/** The operations composed of NDArray operations: for comparison, and where the native ones do not load. */
final class ComposedOps implements TorchOps {
    private static final double CLIP_EPSILON = 1e-6;
    private static final float SMALLEST_UNIFORM = 0x1p-25f;

    @Override
    public NDArray attention(NDArray query, NDArray key, NDArray value) {
        double scale = 1 / Math.sqrt((double) query.getShape().get(3));
        NDArray constant = query.getManager().full(new Shape(), (float) scale, query.getDataType());
        NDArray weights = query.mul(constant).matMul(key.transpose(0, 1, 3, 2)).softmax(-1);
        return weights.matMul(value);
    }

    @Override
    public NDArray linear(NDArray input, NDArray weight, NDArray bias, Precision precision) {
        ConfigurationException.require(
                precision == Precision.FP32, "precision", "be fp32 with -Ddapple.ops=composed", precision);
        return Linear.linear(input, weight, bias).singletonOrThrow();
    }

    @Override
    public void adamW(AdamWUpdate update, NDList parameters, NDList gradients, NDList first, NDList second) {
        adam(update, parameters, gradients, first, second, second);
    }

    @Override
    public void amsGrad(
            AdamWUpdate update, NDList parameters, NDList gradients, NDList first, NDList second, NDList largest) {
        adam(update, parameters, gradients, first, second, largest);
    }

    /** AdamW if {@code largest} is {@code second}, otherwise AMSGrad. */
    private static void adam(
            AdamWUpdate update, NDList parameters, NDList gradients, NDList first, NDList second, NDList largest) {
        double correction1 = 1 - Math.pow(update.beta1(), (double) update.step());
        double correction2 = Math.sqrt(1 - Math.pow(update.beta2(), (double) update.step()));
        for (int i = 0; i < parameters.size(); i++) {
            NDArray value = parameters.get(i);
            NDArray gradient = gradients.get(i);
            NDArray mean = first.get(i);
            NDArray square = second.get(i);
            NDArray most = largest.get(i);
            try (NDManager scope = gradient.getManager().newSubManager()) {
                scope.tempAttachAll(gradient, mean, square, value);
                value.muli(1 - update.learningRate() * update.weightDecay());
                mean.muli(update.beta1()).addi(gradient.mul(1 - update.beta1()));
                square.muli(update.beta2()).addi(gradient.square().muli(1 - update.beta2()));
                if (most != square) {
                    scope.tempAttachAll(most);
                    InPlace.copy(most.maximum(square), most);
                }
                NDArray scale = Elementary.sqrt(most).divi(correction2).addi(update.epsilon());
                value.subi(mean.div(scale).muli(update.learningRate() / correction1));
            }
        }
    }

    @Override
    public void moveTowards(NDList targets, NDList sources, double weight) {
        for (int i = 0; i < targets.size(); i++) {
            NDArray target = targets.get(i);
            NDArray source = sources.get(i);
            try (NDManager scope = target.getManager().newSubManager()) {
                scope.tempAttachAll(target, source);
                target.addi(source.sub(target).muli(weight));
            }
        }
    }

    @Override
    public NDArray clipNorm(NDList arrays, double limit) {
        NDManager outer = arrays.head().getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(arrays);
            NDList squares = new NDList(arrays.size());
            arrays.forEach(array -> squares.add(array.square().sum()));
            NDArray norm = Elementary.sqrt(NDArrays.stack(squares).sum());
            NDArray factor = norm.add(CLIP_EPSILON).pow(-1).mul(limit).minimum(1);
            arrays.forEach(array -> array.muli(factor));
            norm.attach(outer);
            return norm;
        }
    }

    @Override
    public void zero(NDList arrays) {
        arrays.forEach(array -> array.muli(0));
    }

    @Override
    public NDList eigh(NDArray matrices) {
        throw new UnsupportedOperationException(
                "eigh needs the native operations: NDArray operations cannot compose it (-Ddapple.ops=composed is set)");
    }

    @Override
    public NDArray multinomial(NDArray weights, int draws) {
        NDArray uniform = weights.getManager()
                .randomUniform(0, 1, weights.getShape(), DataType.FLOAT32)
                .maximum(SMALLEST_UNIFORM);
        NDArray race = Elementary.log(uniform).neg().div(weights);
        return race.topK(draws, 1, false, true).get(1);
    }
}

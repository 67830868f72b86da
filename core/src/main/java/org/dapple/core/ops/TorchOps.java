package org.dapple.core.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Engine operations that DJL has no method for. The standard ones run libtorch's own kernels;
 * {@code -Ddapple.ops=composed} replaces them by compositions of NDArray operations, which are slower and equal to
 * about 1e-5.
 *
 * <p>Results belong to the manager of the first argument. "Records" means that gradients flow through the operation.
 */
public sealed interface TorchOps permits ScriptedOps, ComposedOps {

    /**
     * {@return the operations of this process, chosen by the property {@code dapple.ops}: {@code torch} or
     * {@code composed}}
     */
    static TorchOps standard() {
        return OpsChoice.STANDARD;
    }

    /**
     * Scaled dot-product attention; records. Source: Vaswani et al., "Attention Is All You Need" (2017), eq. 1.
     *
     * @param query [B, H, N, d]
     * @param key [B, H, M, d]
     * @param value [B, H, M, d]
     * @return softmax(query · keyᵀ / √d) · value, [B, H, N, d]
     */
    NDArray attention(NDArray query, NDArray key, NDArray value);

    /**
     * A linear layer; records.
     *
     * @param input float32 [.., in]
     * @param weight float32 [out, in]
     * @param bias float32 [out]
     * @param precision of the products; sums are kept in float32
     * @return float32 input · weightᵀ + bias, [.., out]
     */
    NDArray linear(NDArray input, NDArray weight, NDArray bias, Precision precision);

    /**
     * What AdamW does with a group of parameters in one step (Loshchilov and Hutter, ICLR 2019).
     *
     * @param step number of this update, from 1
     * @param learningRate of this step
     * @param beta1 decay of the mean gradient
     * @param beta2 decay of the mean squared gradient
     * @param epsilon added to the root of the latter, after its bias correction
     * @param weightDecay share of a weight that is taken off per unit of learning rate
     */
    record AdamWUpdate(
            long step, double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {}

    /**
     * Updates parameters and moments in place.
     *
     * @param update the step's constants
     * @param parameters any shapes
     * @param gradients as the parameters
     * @param first means of the gradients
     * @param second means of their squares
     */
    void adamW(AdamWUpdate update, NDList parameters, NDList gradients, NDList first, NDList second);

    /**
     * The same with AMSGrad (Reddi, Kale and Kumar, "On the Convergence of Adam and Beyond", ICLR 2018): what the mean
     * is divided by never shrinks.
     *
     * @param update the step's constants
     * @param parameters any shapes
     * @param gradients as the parameters
     * @param first means of the gradients
     * @param second means of their squares
     * @param largest the largest of these so far, before their bias correction
     */
    void amsGrad(AdamWUpdate update, NDList parameters, NDList gradients, NDList first, NDList second, NDList largest);

    /**
     * Moves arrays towards others in place: target + weight · (source − target).
     *
     * @param targets changed
     * @param sources as the targets
     * @param weight 0 to 1
     */
    void moveTowards(NDList targets, NDList sources, double weight);

    /**
     * Scales arrays in place so that their common L2 norm is at most a limit, without reading it back.
     *
     * @param arrays any shapes; must not be empty
     * @param limit largest norm
     * @return the norm before, a scalar
     */
    NDArray clipNorm(NDList arrays, double limit);

    /**
     * Sets arrays to zero in place.
     *
     * @param arrays any shapes
     */
    void zero(NDList arrays);

    /**
     * Eigenvalues and eigenvectors of symmetric matrices; of their lower triangles. Does not record.
     *
     * @param matrices [.., n, n]
     * @return eigenvalues [.., n], ascending, and eigenvectors [.., n, n] in columns, of either sign
     */
    NDList eigh(NDArray matrices);

    /**
     * Draws without replacement, proportional to weights, from the engine's generator.
     *
     * @param weights float32 [B, n], not negative, at least {@code draws} of each row positive
     * @param draws how many of each row
     * @return int64 [B, draws]
     */
    NDArray multinomial(NDArray weights, int draws);
}

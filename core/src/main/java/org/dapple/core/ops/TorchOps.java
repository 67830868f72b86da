package org.dapple.core.ops;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Engine operations that DJL has no method for. The standard ones run libtorch's own kernels;
 * {@code -Ddapple.ops=composed} replaces them with compositions of NDArray operations, which are slower and agree to
 * about 1e-5.
 *
 * <p>Results live on the manager of the first argument. "Differentiable" means that gradients flow through the
 * operation.
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
     * Scaled dot-product attention; differentiable. Source: Vaswani et al., "Attention Is All You Need" (2017), eq. 1.
     *
     * @param query [B, H, N, d]
     * @param key [B, H, M, d]
     * @param value [B, H, M, d]
     * @return softmax(query · keyᵀ / √d) · value, [B, H, N, d]
     */
    NDArray attention(NDArray query, NDArray key, NDArray value);

    /**
     * A linear layer; differentiable.
     *
     * @param input float32 [.., in]
     * @param weight float32 [out, in]
     * @param bias float32 [out]
     * @param precision precision of the products; sums are float32
     * @return float32 input · weightᵀ + bias, [.., out]
     */
    NDArray linear(NDArray input, NDArray weight, NDArray bias, Precision precision);

    /**
     * The constants of one AdamW step for a group of parameters (Loshchilov and Hutter, ICLR 2019).
     *
     * @param step number of this update, from 1
     * @param learningRate learning rate of this step
     * @param beta1 decay of the mean gradient
     * @param beta2 decay of the mean squared gradient
     * @param epsilon added to the square root of the bias-corrected mean squared gradient
     * @param weightDecay share by which weights shrink per unit of learning rate
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
     * The same with AMSGrad (Reddi, Kale and Kumar, "On the Convergence of Adam and Beyond", ICLR 2018): the
     * denominator never shrinks.
     *
     * @param update the step's constants
     * @param parameters any shapes
     * @param gradients as the parameters
     * @param first means of the gradients
     * @param second means of their squares
     * @param largest largest {@code second} so far, before bias correction
     */
    void amsGrad(AdamWUpdate update, NDList parameters, NDList gradients, NDList first, NDList second, NDList largest);

    /**
     * Moves arrays towards others, in place: target + weight · (source − target).
     *
     * @param targets the arrays to change
     * @param sources shaped as the targets
     * @param weight 0 to 1
     */
    void moveTowards(NDList targets, NDList sources, double weight);

    /**
     * Scales arrays in place so that their joint L2 norm is at most a limit. Does not read the norm back to the host.
     *
     * @param arrays any shapes; must not be empty
     * @param limit largest norm
     * @return the norm before scaling, a scalar
     */
    NDArray clipNorm(NDList arrays, double limit);

    /**
     * Sets arrays to zero in place.
     *
     * @param arrays any shapes
     */
    void zero(NDList arrays);

    /**
     * Eigenvalues and eigenvectors of symmetric matrices, from their lower triangles; not differentiable.
     *
     * @param matrices [.., n, n]
     * @return eigenvalues [.., n], ascending, and eigenvectors [.., n, n] in columns, with arbitrary sign
     */
    NDList eigh(NDArray matrices);

    /**
     * Draws without replacement, in proportion to weights, with the engine's generator.
     *
     * @param weights float32 [B, n], not negative, at least {@code draws} of each row positive
     * @param draws number of draws per row
     * @return indices, int64 [B, draws]
     */
    NDArray multinomial(NDArray weights, int draws);
}

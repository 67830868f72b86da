package org.dapple.train.record;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/** Losses and gradient norms of the last steps, still on the device, so that no step waits for the host. */
public final class StepResults {
    private final NDManager manager;
    private final List<Pending> pending = new ArrayList<>();

    private record Pending(long step, double learningRate, NDArray loss, NDArray gradientNorm) {}

    /**
     * An empty collection.
     *
     * @param manager owns the scalars until they are read
     */
    public StepResults(NDManager manager) {
        this.manager = manager;
    }

    /**
     * Keeps the scalars of a step.
     *
     * @param step from 0
     * @param learningRate of the step
     * @param loss a scalar on the device
     * @param gradientNorm before clipping, a scalar on the device
     */
    public void add(long step, double learningRate, NDArray loss, NDArray gradientNorm) {
        loss.attach(manager);
        gradientNorm.attach(manager);
        pending.add(new Pending(step, learningRate, loss, gradientNorm));
    }

    /**
     * Reads and removes all entries; waits for the device.
     *
     * @return the entries, in order
     */
    public List<MetricsLog.Entry> read() {
        List<MetricsLog.Entry> entries = new ArrayList<>();
        if (pending.isEmpty()) {
            return entries;
        }
        try (NDManager scope = manager.newSubManager()) {
            NDList losses = new NDList();
            NDList norms = new NDList();
            for (Pending result : pending) {
                losses.add(result.loss);
                norms.add(result.gradientNorm);
            }
            losses.attach(scope);
            norms.attach(scope);
            float[] lossValues = NDArrays.stack(losses).toFloatArray();
            float[] normValues = NDArrays.stack(norms).toFloatArray();
            for (int i = 0; i < lossValues.length; i++) {
                Pending result = pending.get(i);
                entries.add(new MetricsLog.Entry(result.step, lossValues[i], result.learningRate, normValues[i]));
            }
        }
        pending.clear();
        return entries;
    }
}

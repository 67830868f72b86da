package org.dapple.train.record;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast training was over some steps.
 *
 * @param clipsPerSecond spectrograms, each counted once however many masks it had
 * @param tokensPerSecond their patches, B · L in a step
 * @param waitingShare of the time that was spent waiting for data, 0 to 1
 * @param flopsPerSecond floating-point operations of the model's matrix products; 0 if the recipe does not count them
 * @param matrixShare these, relative to the rate at which the device multiplies large matrices of this precision
 */
public record Throughput(
        double clipsPerSecond, double tokensPerSecond, double waitingShare, double flopsPerSecond, double matrixShare) {

    /** Number by name, for metrics. */
    public Map<String, Double> toMetrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("clips_per_second", clipsPerSecond);
        metrics.put("tokens_per_second", tokensPerSecond);
        metrics.put("waiting_share", waitingShare);
        if (flopsPerSecond > 0) {
            metrics.put("flops_per_second", flopsPerSecond);
            metrics.put("matrix_share", matrixShare);
        }
        return metrics;
    }

    /** Measures steps as they are done. */
    public static final class Meter {
        private final int patches;
        private final double matrixRate;
        private long start = System.nanoTime();
        private long waited;
        private long clips;
        private double flops;

        /**
         * A meter that starts now.
         *
         * @param patches of a clip
         * @param matrixRate what the device can do, in floating-point operations per second
         */
        public Meter(int patches, double matrixRate) {
            this.patches = patches;
            this.matrixRate = matrixRate;
        }

        /** So many nanoseconds were spent waiting for data. */
        public void waited(long nanos) {
            waited += nanos;
        }

        /** A batch was worked through. */
        public void worked(long clipsOfIt, double flopsOfIt) {
            clips += clipsOfIt;
            flops += flopsOfIt;
        }

        /** The speed since the start. */
        public Throughput read() {
            double nanos = Math.max(1, System.nanoTime() - start);
            double clipsPerSecond = 1e9 * clips / nanos;
            double flopsPerSecond = 1e9 * flops / nanos;
            return new Throughput(
                    clipsPerSecond,
                    clipsPerSecond * patches,
                    Math.min(1, waited / nanos),
                    flopsPerSecond,
                    flopsPerSecond / matrixRate);
        }

        /** Starts again, for example after a checkpoint, whose time is nobody's speed. */
        public void restart() {
            start = System.nanoTime();
            waited = 0;
            clips = 0;
            flops = 0;
        }
    }
}

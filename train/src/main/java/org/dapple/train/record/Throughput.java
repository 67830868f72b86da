package org.dapple.train.record;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The speed of training over some steps.
 *
 * @param clipsPerSecond spectrograms per second, each counted once however many masks it had
 * @param tokensPerSecond their patches per second, B · L in a batch
 * @param waitingShare share of the time that was spent waiting for data, 0 to 1
 * @param flopsPerSecond floating-point operations of the model's matrix products per second; 0 if the recipe does not
 *     count them
 * @param matrixShare this rate, relative to that of large matrix products of the same precision on the device
 */
public record Throughput(
        double clipsPerSecond, double tokensPerSecond, double waitingShare, double flopsPerSecond, double matrixShare) {

    /** {@return the numbers by name, for metrics} */
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

    /** Measures steps while they are trained. */
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
         * @param matrixRate of large matrix products on the device, in floating-point operations per second
         */
        public Meter(int patches, double matrixRate) {
            this.patches = patches;
            this.matrixRate = matrixRate;
        }

        /**
         * Adds time that was spent waiting for data.
         *
         * @param nanos in ns
         */
        public void waited(long nanos) {
            waited += nanos;
        }

        /**
         * Adds a batch.
         *
         * @param clipsOfIt its clips
         * @param flopsOfIt floating-point operations of its matrix products; 0 if unknown
         */
        public void worked(long clipsOfIt, double flopsOfIt) {
            clips += clipsOfIt;
            flops += flopsOfIt;
        }

        /** {@return the speed since the start} */
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

        /** Starts again, for example after a checkpoint, whose duration must not count. */
        public void restart() {
            start = System.nanoTime();
            waited = 0;
            clips = 0;
            flops = 0;
        }
    }
}

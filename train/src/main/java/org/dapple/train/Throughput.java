package org.dapple.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast training was over some steps.
 *
 * @param clipsPerSecond spectrograms, each counted once however many masks it had
 * @param tokensPerSecond their patches, B · L in a step
 * @param waitingShare of the time that was spent waiting for data, 0 to 1
 */
public record Throughput(double clipsPerSecond, double tokensPerSecond, double waitingShare) {

    /** Number by name, for metrics. */
    Map<String, Double> toMetrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("clips_per_second", clipsPerSecond);
        metrics.put("tokens_per_second", tokensPerSecond);
        metrics.put("waiting_share", waitingShare);
        return metrics;
    }

    /** Measures steps as they are done. */
    static final class Meter {
        private final int clips;
        private final int patches;
        private long start = System.nanoTime();
        private long waited;
        private int steps;

        /**
         * A meter that starts now.
         *
         * @param clips of a step
         * @param patches of a clip
         */
        Meter(int clips, int patches) {
            this.clips = clips;
            this.patches = patches;
        }

        /** A step was done, and so many nanoseconds of it were spent waiting for data. */
        void stepped(long waitedForIt) {
            waited += waitedForIt;
            steps++;
        }

        /** The speed of the steps since the start. */
        Throughput read() {
            double nanos = Math.max(1, System.nanoTime() - start);
            double clipsPerSecond = 1e9 * clips * steps / nanos;
            return new Throughput(clipsPerSecond, clipsPerSecond * patches, Math.min(1, waited / nanos));
        }

        /** Starts again, for example after a checkpoint, whose time is nobody's speed. */
        void restart() {
            start = System.nanoTime();
            waited = 0;
            steps = 0;
        }
    }
}

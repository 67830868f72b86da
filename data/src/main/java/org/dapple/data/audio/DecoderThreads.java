package org.dapple.data.audio;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The threads that decode ahead. */
public final class DecoderThreads {
    private DecoderThreads() {}

    /** {@return as many as there are processors, at most eight; the caller shuts them down} */
    public static ExecutorService start() {
        int threads = Math.min(8, Runtime.getRuntime().availableProcessors());
        return Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "dapple-decoder");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Ends them and waits until they have ended, because what they use may be closed afterwards: an array that is
     * closed while the engine works on it would end the process.
     */
    public static void end(ExecutorService threads) {
        threads.shutdownNow();
        await(threads);
    }

    /** Waits until all work that was given to them is done, also when this thread is interrupted. */
    public static void await(ExecutorService threads) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

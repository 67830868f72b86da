package org.dapple.data.audio;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Threads that decode ahead. */
public final class DecoderThreads {
    private DecoderThreads() {}

    /** {@return one thread per processor, at most eight; the caller shuts them down} */
    public static ExecutorService start() {
        int threads = Math.min(8, Runtime.getRuntime().availableProcessors());
        return Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "dapple-decoder");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Ends the threads and waits for them, so that the caller may close what they use. Closing an array while the
     * engine works on it would crash the process.
     *
     * @param threads the threads
     */
    public static void end(ExecutorService threads) {
        threads.shutdownNow();
        await(threads);
    }

    /**
     * Waits until all submitted work is done, even if this thread is interrupted.
     *
     * @param threads the threads, already shut down
     */
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

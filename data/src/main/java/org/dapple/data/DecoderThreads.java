package org.dapple.data;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that decode ahead. They make no arrays of the engine. */
final class DecoderThreads {
    private DecoderThreads() {}

    /** {@return as many as there are processors, at most eight; the caller shuts them down} */
    static ExecutorService start() {
        int threads = Math.min(8, Runtime.getRuntime().availableProcessors());
        return Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "dapple-decoder");
            thread.setDaemon(true);
            return thread;
        });
    }
}

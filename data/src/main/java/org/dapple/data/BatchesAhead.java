package org.dapple.data;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads batches on a thread of its own, in order, before they are wanted. At most {@value #WAITING} wait, so memory
 * stays bounded and a slow consumer slows the reading. The thread makes no NDArrays and draws from no generator but the
 * batch's own, so what it reads is what {@link CropBatches#read} gives.
 *
 * <p>It is never interrupted: an interrupted read would close the store.
 */
public final class BatchesAhead implements AutoCloseable {
    private static final int WAITING = 2;

    private final CropBatches batches;
    private final long end;
    private final Thread loader;
    private final Queue<HostBatch> ready = new ArrayDeque<>();
    private @Nullable Throwable failure;
    private boolean closed;

    /**
     * Begins to read.
     *
     * @param batches what to read
     * @param first the first step wanted
     * @param end the step after the last that is wanted
     */
    public BatchesAhead(CropBatches batches, long first, long end) {
        this.batches = batches;
        this.end = end;
        this.loader = new Thread(() -> load(first), "dapple-batches");
        loader.setDaemon(true);
        loader.start();
    }

    /**
     * Waits for the next batch.
     *
     * @return the batch of the next step
     * @throws IOException as soon as the reading has failed, even where earlier batches wait
     */
    public synchronized HostBatch next() throws IOException {
        until(() -> !ready.isEmpty() || failure != null);
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException("reading the next batch failed: " + failure, failure);
        }
        if (closed) {
            throw new IllegalStateException("the reading of batches was ended");
        }
        HostBatch next = ready.remove();
        notifyAll();
        return next;
    }

    private void load(long first) {
        try {
            for (long step = first; step < end && awaitRoom(); step++) {
                put(batches.read(step));
            }
            fail(new IllegalStateException("no batch is left after step " + (end - 1)), true);
        } catch (IOException | RuntimeException | Error e) {
            fail(e, false);
        }
    }

    private synchronized boolean awaitRoom() {
        until(() -> ready.size() < WAITING);
        return !closed;
    }

    private synchronized void put(HostBatch batch) {
        ready.add(batch);
        notifyAll();
    }

    /** An end that nobody reads past is no failure, so it waits until the last batch was taken. */
    private synchronized void fail(Throwable cause, boolean afterTheLast) {
        until(() -> !afterTheLast || ready.isEmpty());
        failure = cause;
        notifyAll();
    }

    /** Waits for a condition or the end; an interruption of the waiting thread is an end. */
    private synchronized void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                closed = true;
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the reading and waits for the thread, so that the store may be closed afterwards. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            loader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

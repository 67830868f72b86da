package org.dapple.data.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads batches on threads of its own before they are wanted, and hands them over in order. At most {@value #WAITING}
 * wait, one more for each thread but the first, so memory stays bounded and a slow consumer slows the reading. The
 * threads draw from no generator but the batch's own, so what they read is what {@link CropBatches#read} gives, however
 * many they are.
 *
 * <p>They are never interrupted: an interrupted read would close the store.
 */
public final class BatchesAhead implements AutoCloseable {
    private static final int WAITING = 2;

    private final CropBatches batches;
    private final long end;
    private final List<Thread> loaders = new ArrayList<>();
    private final Map<Long, HostBatch> ready = new HashMap<>();
    /** The step whose batch is handed over next, and the one that is read next. */
    private long wanted;

    private long unread;
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
        this.wanted = first;
        this.unread = first;
        for (int i = 0; i < batches.readers(); i++) {
            Thread loader = new Thread(this::load, "dapple-batches");
            loader.setDaemon(true);
            loaders.add(loader);
        }
        loaders.forEach(Thread::start);
    }

    /**
     * Waits for the next batch.
     *
     * @return the batch of the next step
     * @throws IOException as soon as the reading has failed, even where earlier batches wait
     */
    public synchronized HostBatch next() throws IOException {
        if (wanted == end) {
            throw new IllegalStateException("no batch is left after step " + (end - 1));
        }
        until(() -> ready.containsKey(wanted) || failure != null);
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure != null) {
            throw new IllegalStateException("reading the next batch failed: " + failure, failure);
        }
        HostBatch next = ready.remove(wanted);
        if (next == null) {
            throw new IllegalStateException("the reading of batches was ended");
        }
        wanted++;
        notifyAll();
        return next;
    }

    private void load() {
        try {
            for (long step = claim(); step < end; step = claim()) {
                put(step, batches.read(step));
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    /** The next step to read, once there is room for it; {@link #end} if there is none. */
    private synchronized long claim() {
        until(() -> unread - wanted < WAITING + loaders.size() - 1 || failure != null);
        return closed || failure != null || unread == end ? end : unread++;
    }

    private synchronized void put(long step, HostBatch batch) {
        ready.put(step, batch);
        notifyAll();
    }

    private synchronized void fail(Throwable cause) {
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

    /** Ends the reading and waits for the threads, so that the store may be closed afterwards. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            for (Thread loader : loaders) {
                loader.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

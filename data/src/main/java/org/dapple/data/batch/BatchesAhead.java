package org.dapple.data.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads batches ahead on its own threads and hands them over in order. At most {@value #WAITING} batches wait, plus one
 * for each further thread, so memory stays bounded and a slow consumer slows the reading. The threads use only the
 * batch's own generator, so their batches equal those of {@link CropBatches#read}, whatever the number of threads.
 *
 * <p>The threads are never interrupted, because an interrupted read would close the store.
 */
public final class BatchesAhead implements AutoCloseable {
    private static final int WAITING = 2;

    private final CropBatches batches;
    private final long end;
    private final List<Thread> loaders = new ArrayList<>();
    private final Map<Long, HostBatch> ready = new HashMap<>();
    /** The step of the batch that is handed over next. */
    private long wanted;

    /** The step of the batch that is read next. */
    private long unread;

    private @Nullable Throwable failure;
    private boolean closed;

    /**
     * Starts reading.
     *
     * @param batches the batches to read
     * @param first the first step
     * @param end the step after the last one
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
     * @throws IOException as soon as reading has failed, even if earlier batches are waiting
     */
    public synchronized HostBatch next() throws IOException {
        if (wanted == end) {
            throw new IllegalStateException("there is no batch after step " + (end - 1));
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
            throw new IllegalStateException("reading ahead was stopped");
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

    /** Waits for room and returns the next step to read; {@link #end} if there is none. */
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

    /** Waits for a condition or the end; interrupting the waiting thread ends the reading. */
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

    /** Stops reading and waits for the threads, so that the store may be closed afterwards. */
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

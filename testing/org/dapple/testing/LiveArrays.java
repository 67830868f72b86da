package org.dapple.testing;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many arrays live on a manager and on all managers below it, and how many did at most. DJL tells what a manager
 * holds only when it is asked, and not of those below, so the manager's table is replaced by one that counts.
 */
public final class LiveArrays {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private LiveArrays() {}

    /**
     * Begins to count.
     *
     * @param manager fresh: what it holds already is not counted
     * @return the counts
     */
    public static LiveArrays of(NDManager manager) {
        LiveArrays live = new LiveArrays();
        live.watch((BaseNDManager) manager);
        return live;
    }

    private void watch(BaseNDManager manager) {
        try {
            Field resources = BaseNDManager.class.getDeclaredField("resources");
            resources.setAccessible(true);
            resources.set(manager, new Table());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this DJL keeps arrays elsewhere", e);
        }
    }

    /** {@return the arrays that live now} */
    public int now() {
        return now.get();
    }

    /** Forgets how many there were; those that live now count. */
    public void reset() {
        most.set(now.get());
    }

    /** {@return the most arrays that lived at once since {@link #reset}} */
    public int most() {
        return most.get();
    }

    /** The resources of one manager. */
    private final class Table extends ConcurrentHashMap<String, AutoCloseable> {
        private static final long serialVersionUID = 1;

        @Override
        public AutoCloseable put(String key, AutoCloseable value) {
            if (value instanceof BaseNDManager manager) {
                watch(manager);
            }
            if (value instanceof NDArray) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
            }
            return super.put(key, value);
        }

        @Override
        public AutoCloseable remove(Object key) {
            AutoCloseable removed = super.remove(key);
            if (removed instanceof NDArray) {
                now.decrementAndGet();
            }
            return removed;
        }

        @Override
        public void clear() {
            now.addAndGet(
                    -(int) values().stream().filter(NDArray.class::isInstance).count());
            super.clear();
        }
    }
}

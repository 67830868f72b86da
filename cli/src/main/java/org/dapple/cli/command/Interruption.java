package org.dapple.cli.command;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;

/**
 * Handles Ctrl-C and SIGTERM. While something is worth saving they only set a flag, and the process ends after it is
 * saved; otherwise they end it at once. The exit code is always 130.
 */
public final class Interruption {
    private static final Interruption PROCESS = new Interruption();

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean saves;
    private volatile String kept = "";
    private volatile boolean requested;
    private volatile boolean finished;

    private Interruption() {}

    /** Starts to listen; the main method calls it once. */
    public static Interruption install() {
        Runtime.getRuntime().addShutdownHook(new Thread(PROCESS::shutDown, "dapple-interruption"));
        return PROCESS;
    }

    /** The interruption of this process. */
    public static Interruption ofProcess() {
        return PROCESS;
    }

    /** From now on an interruption waits until {@link #finished}. */
    public void savesWhenAsked() {
        saves = true;
    }

    /** From now on an interruption ends the process at once: everything worth saving is saved. */
    public void endsAtOnce() {
        saves = false;
    }

    /**
     * From now on an interruption ends the process at once.
     *
     * @param sentence says what is kept
     */
    public void endsAtOnce(String sentence) {
        kept = sentence;
        saves = false;
    }

    /**
     * Ends a command that was asked to stop.
     *
     * @param kept what is kept of its work, to follow the word "interrupted"
     * @throws CancellationException if the user wants to stop
     */
    public void stopIfRequested(String kept) {
        if (requested) {
            throw new CancellationException("interrupted" + kept);
        }
    }

    /** Whether the user wants to stop. */
    public boolean requested() {
        return requested;
    }

    /** Ends the command; an interruption waits no longer. */
    public void finished() {
        finished = true;
        ended.countDown();
    }

    private void shutDown() {
        if (finished) {
            return; // the ordinary end
        }
        requested = true;
        if (saves) {
            System.err.println("\nInterrupted: stopping …"); // the command says what is kept
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (!saves && !kept.isEmpty()) {
            System.err.println("\nInterrupted: " + kept);
        }
        // A signal's own exit code would be 130 or 143, depending on the signal.
        Runtime.getRuntime().halt(Failures.INTERRUPTED);
    }
}

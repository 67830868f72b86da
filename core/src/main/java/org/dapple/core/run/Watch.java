package org.dapple.core.run;

import java.util.concurrent.CancellationException;

/**
 * Follows long work, and may end it: a terminal, a notebook, a test. Every part of Dapple that takes more than a moment
 * tells one of these. Methods are called on the working thread and should return at once.
 */
public interface Watch {

    /** A piece of work that has begun, until it is closed. */
    interface Stage extends AutoCloseable {
        /** One more unit is done. */
        void step();

        /**
         * Some units are done.
         *
         * @param done all units that are done by now
         * @param state how the work stands, in a few words; may be empty
         */
        void at(long done, String state);

        @Override
        void close();
    }

    /**
     * Shows a line: a result, or what the user should know.
     *
     * @param line plain text
     */
    void say(String line);

    /**
     * Shows a line that needs attention; work goes on.
     *
     * @param sentence what it is and what is done about it
     */
    void warn(String sentence);

    /**
     * Work begins that takes a while.
     *
     * @param title what is done
     * @param done units that were done before
     * @param total units in all
     * @param unit what is counted, for example {@code clips}
     * @return follows this piece of work
     */
    Stage begin(String title, long done, long total, String unit);

    /**
     * Work begins that takes a while.
     *
     * @param title what is done
     * @param total units in all
     * @param unit what is counted, for example {@code clips}
     * @return follows this piece of work
     */
    default Stage begin(String title, long total, String unit) {
        return begin(title, 0, total, unit);
    }

    /** {@return whether the work should be saved and end} */
    boolean stopRequested();

    /**
     * Ends the work if it should end.
     *
     * @param kept what is kept of it; continues "interrupted"
     * @throws CancellationException if {@link #stopRequested}
     */
    default void stopIfRequested(String kept) {
        if (stopRequested()) {
            throw new CancellationException("interrupted" + kept);
        }
    }

    /** {@return shows nothing and never ends the work} */
    static Watch silent() {
        return new SilentWatch();
    }
}

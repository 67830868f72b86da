package org.dapple.eval.scoring;

/** Follows the progress of an evaluation. */
public interface EvaluationListener {

    /** A stage of the evaluation; closing it ends it. */
    interface Stage extends AutoCloseable {
        /** Finishes one part of the stage. */
        void step();

        @Override
        void close();
    }

    /**
     * Begins a stage that takes a while.
     *
     * @param title what the stage does
     * @param parts number of calls of {@link Stage#step}
     * @param unit name of the parts, for example {@code clips}
     * @return follows the parts
     */
    Stage begin(String title, int parts, String unit);

    /**
     * Passes on something that a user should know.
     *
     * @param sentence one or more sentences
     */
    void note(String sentence);
}

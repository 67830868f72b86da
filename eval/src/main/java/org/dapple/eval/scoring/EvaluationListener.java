package org.dapple.eval.scoring;

/** Is told how far an evaluation is. */
public interface EvaluationListener {

    /** What is going on, until it is closed. */
    interface Stage extends AutoCloseable {
        /** One more part is done. */
        void step();

        @Override
        void close();
    }

    /**
     * Something begins that takes a while.
     *
     * @param title what is done
     * @param parts how many times {@link Stage#step} will be called
     * @param unit what is counted, for example {@code clips}
     * @return is told of each part
     */
    Stage begin(String title, int parts, String unit);

    /**
     * Something that a person should know.
     *
     * @param sentence in words
     */
    void note(String sentence);
}

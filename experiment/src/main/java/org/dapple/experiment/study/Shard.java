package org.dapple.experiment.study;

import org.dapple.core.settings.ConfigurationException;

/**
 * A part of a study's cells (every n-th one), so that several machines can share the work.
 *
 * @param number of the part, from 0
 * @param of n, the number of parts
 */
public record Shard(int number, int of) {
    /** All cells. */
    public static final Shard WHOLE = new Shard(0, 1);

    /** Checks the numbers. */
    public Shard {
        ConfigurationException.require(
                of >= 1 && number >= 0 && number < of, "--shard", "be 0/n to n-1/n", number + "/" + of);
    }

    /**
     * Reads a part.
     *
     * @param text for example {@code 0/2} and {@code 1/2}
     * @return the part
     */
    public static Shard of(String text) {
        ConfigurationException.require(
                text.matches("\\d{1,6}/\\d{1,6}"), "--shard", "be written like 0/2 or 1/2", text);
        String[] numbers = text.split("/", -1);
        return new Shard(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }

    /** Whether a cell, counted from 0, belongs to this part. */
    boolean has(int cell) {
        return cell % of == number;
    }
}

package org.dapple.experiment.study;

/**
 * A row of a study's table: what is compared over seeds.
 *
 * @param model name of the pretext model, as the study calls it
 * @param masks name of the masking strategy, as the study calls it
 */
public record Strategy(String model, String masks) {
    @Override
    public String toString() {
        return model + ", " + masks;
    }
}

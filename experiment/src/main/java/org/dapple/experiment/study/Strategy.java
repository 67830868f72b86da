package org.dapple.experiment.study;

/**
 * A row of a study's table: a pretext model with a masking, compared over seeds.
 *
 * @param model name of the pretext model in the study
 * @param masks name of the masking in the study
 */
public record Strategy(String model, String masks) {
    @Override
    public String toString() {
        return model + ", " + masks;
    }
}

package org.dapple.eval.contract;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.dapple.eval.embedding.ClipFeatures;

/**
 * The vectors of sounds that were embedded in one batch.
 *
 * @param width D
 * @param bySound the vector of each sound
 */
record ContractVectors(int width, Map<ContractSound, float[]> bySound) {

    /**
     * Embeds sounds in one batch.
     *
     * @throws IllegalStateException if the result does not hold one vector for each sound
     */
    static ContractVectors of(ClipFeatures features, List<ContractSound> sounds, double seconds, NDManager manager) {
        int rate = features.sampleRate();
        int samples = Math.max(1, (int) (seconds * rate));
        int batch = sounds.size();
        try (NDManager scope = manager.newSubManager()) {
            float[] waveforms = new float[batch * samples];
            for (int i = 0; i < batch; i++) {
                System.arraycopy(sounds.get(i).samples(samples, rate), 0, waveforms, i * samples, samples);
            }
            NDArray result = features.apply(scope.create(waveforms, new Shape(batch, samples)));
            Shape shape = result.getShape();
            if (shape.dimension() != 2 || shape.get(0) != batch || shape.get(1) < 1) {
                throw new IllegalStateException(
                        "the result for " + batch + " clips has the shape " + shape + ", not one vector for each");
            }
            float[] values = result.toFloatArray();
            int width = values.length / batch;
            Map<ContractSound, float[]> bySound = new EnumMap<>(ContractSound.class);
            for (int i = 0; i < batch; i++) {
                bySound.put(sounds.get(i), Arrays.copyOfRange(values, i * width, (i + 1) * width));
            }
            return new ContractVectors(width, bySound);
        }
    }

    /** {@return the sounds whose vectors have values that are not finite} */
    List<ContractSound> notFinite() {
        return bySound.keySet().stream()
                .filter(sound -> {
                    for (float value : vector(sound)) {
                        if (!Float.isFinite(value)) {
                            return true;
                        }
                    }
                    return false;
                })
                .toList();
    }

    private float[] vector(ContractSound sound) {
        return bySound.getOrDefault(sound, new float[0]);
    }

    /** {@return whether all values are equal to the last bit} */
    boolean isEqualTo(ContractVectors other) {
        return bySound.keySet().stream().allMatch(sound -> Arrays.equals(vector(sound), other.vector(sound)));
    }

    /** {@return the largest difference from the other's vectors, as a share of the largest value here} */
    double difference(ContractVectors other) {
        return other.bySound.keySet().stream()
                .mapToDouble(sound -> difference(vector(sound), other.vector(sound)))
                .max()
                .orElse(0);
    }

    /** {@return the largest difference between the vectors of two sounds, as a share of the largest value} */
    double difference(ContractSound one, ContractSound other) {
        return difference(vector(one), vector(other));
    }

    private double difference(float[] one, float[] other) {
        if (one.length != other.length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        double scale = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs((double) one[i] - other[i]));
        }
        for (float[] vector : bySound.values()) {
            for (float value : vector) {
                scale = Math.max(scale, Math.abs(value));
            }
        }
        return largest == 0 ? 0 : largest / scale;
    }
}

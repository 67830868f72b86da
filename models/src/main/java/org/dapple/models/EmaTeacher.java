package org.dapple.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dapple.core.ConfigurationException;
import org.dapple.core.InPlace;
import org.dapple.core.ops.TorchOps;

/**
 * A network that follows another as the exponential moving average of its parameters: θ ← τ·θ + (1 − τ)·student. No
 * gradient reaches it. Sources: Grill et al., BYOL (NeurIPS 2020); data2vec; M2D.
 */
final class EmaTeacher {
    private final List<Parameter> teacher = new ArrayList<>();
    private final List<Parameter> student = new ArrayList<>();
    private final Decay decay;

    /**
     * How slowly a teacher follows; τ runs in a straight line over training.
     *
     * @param start τ at the first step
     * @param end τ at the last
     */
    record Decay(double start, double end) {
        /** Checks that both are shares. */
        Decay {
            ConfigurationException.require(start >= 0 && start <= 1, "teacher_start", "be between 0 and 1", start);
            ConfigurationException.require(end >= 0 && end <= 1, "teacher_end", "be between 0 and 1", end);
        }

        /** τ when a share of training is done. */
        double at(double progress) {
            return start + (end - start) * progress;
        }
    }

    /**
     * A teacher of parameters that are not initialised yet; they are frozen here.
     *
     * @param follower the teacher's block
     * @param followed a block that has all of the teacher's parameters
     * @param prefix what the teacher's names have in front of the student's
     * @param decay how slowly it follows
     */
    EmaTeacher(Block follower, Block followed, String prefix, Decay decay) {
        this.decay = decay;
        follower.freezeParameters(true);
        Map<String, Parameter> names = NamedParameters.of(followed);
        NamedParameters.of(follower).forEach((name, parameter) -> {
            teacher.add(parameter);
            student.add(Objects.requireNonNull(names.get(name.substring(prefix.length())), name));
        });
    }

    /** Makes the teacher a copy of its student. */
    void copy() {
        for (int i = 0; i < teacher.size(); i++) {
            InPlace.copy(student.get(i).getArray(), teacher.get(i).getArray());
        }
    }

    /** Moves the teacher once. */
    void move(double progress) {
        NDArray first = teacher.get(0).getArray();
        try (NDManager scope = first.getManager().newSubManager()) {
            NDList targets = arrays(teacher);
            NDList sources = arrays(student);
            scope.tempAttachAll(targets, sources);
            TorchOps.standard().moveTowards(targets, sources, 1 - decay.at(progress));
        }
    }

    private static NDList arrays(List<Parameter> parameters) {
        NDList arrays = new NDList(parameters.size());
        parameters.forEach(parameter -> arrays.add(parameter.getArray()));
        return arrays;
    }
}

package org.dapple.models.pretext;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dapple.core.ops.InPlace;
import org.dapple.core.ops.TorchOps;
import org.dapple.models.layers.ArrayBlock;
import org.dapple.models.layers.NamedParameters;

/**
 * A teacher network: the exponential moving average of a student's parameters, θ ← τ·θ + (1 − τ)·student. It receives
 * no gradient. Sources: Grill et al., BYOL (NeurIPS 2020); data2vec; M2D.
 */
final class EmaTeacher {
    private final List<Parameter> teacher = new ArrayList<>();
    private final List<Parameter> student = new ArrayList<>();
    private final List<Parameter> remainders = new ArrayList<>();
    private final TeacherDecay decay;

    /**
     * Creates a teacher. Its parameters must not be initialised yet; they are frozen here.
     *
     * @param follower the teacher's block
     * @param followed a block with all of the teacher's parameters
     * @param prefix prefix of the teacher's parameter names
     * @param decay decay τ of the average
     */
    EmaTeacher(Block follower, Block followed, String prefix, TeacherDecay decay) {
        this.decay = decay;
        follower.freezeParameters(true);
        Map<String, Parameter> names = NamedParameters.of(followed);
        NamedParameters.of(follower).forEach((name, parameter) -> {
            teacher.add(parameter);
            student.add(Objects.requireNonNull(names.get(name.substring(prefix.length())), name));
        });
    }

    /**
     * The rounding errors of the teacher. Add this block to the model, so that it is saved with it.
     *
     * @return a block of frozen parameters named {@code remainder.…}, zero at first; none without compensation
     */
    Block remainders() {
        Remainders block = new Remainders();
        if (decay.compensated()) {
            for (int i = 0; i < teacher.size(); i++) {
                remainders.add(block.add("remainder." + i, teacher.get(i)));
            }
        }
        block.freezeParameters(true);
        return block;
    }

    /** Copies the student's parameters to the teacher. */
    void copy() {
        for (int i = 0; i < teacher.size(); i++) {
            InPlace.copy(student.get(i).getArray(), teacher.get(i).getArray());
        }
    }

    /** Updates the teacher once. */
    void move(double progress) {
        if (decay.compensated()) {
            for (int i = 0; i < teacher.size(); i++) {
                move(
                        teacher.get(i).getArray(),
                        student.get(i).getArray(),
                        remainders.get(i).getArray(),
                        1 - decay.at(progress));
            }
            return;
        }
        NDArray first = teacher.get(0).getArray();
        try (NDManager scope = first.getManager().newSubManager()) {
            NDList targets = arrays(teacher);
            NDList sources = arrays(student);
            scope.tempAttachAll(targets, sources);
            TorchOps.standard().moveTowards(targets, sources, 1 - decay.at(progress));
        }
    }

    /** Compensated summation (Kahan 1965). */
    private static void move(NDArray target, NDArray source, NDArray remainder, double weight) {
        try (NDManager scope = target.getManager().newSubManager()) {
            scope.tempAttachAll(target, source, remainder);
            NDArray wanted = source.stopGradient().sub(target).mul(weight).add(remainder);
            NDArray moved = target.add(wanted);
            InPlace.copy(wanted.sub(moved.sub(target)), remainder);
            InPlace.copy(moved, target);
        }
    }

    private static NDList arrays(List<Parameter> parameters) {
        NDList arrays = new NDList(parameters.size());
        parameters.forEach(parameter -> arrays.add(parameter.getArray()));
        return arrays;
    }

    /** A block with parameters and no computation. */
    private static final class Remainders extends ArrayBlock {
        Parameter add(String name, Parameter like) {
            return parameter(
                    name,
                    Parameter.Type.OTHER,
                    Initializer.ZEROS,
                    like.getShape().getShape());
        }

        @Override
        public NDArray forward(ParameterStore store, NDArray input, boolean training) {
            return input;
        }

        @Override
        protected Shape outputShape(Shape input) {
            return input;
        }
    }
}

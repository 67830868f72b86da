package org.dapple.eval.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.dapple.core.ops.Elementary;
import org.dapple.data.task.DownstreamMetric;

/**
 * The one minimum of C · Σ cross entropy + ½ ‖W‖², biases free: multinomial logistic regression, or one binary one for
 * each class where clips may have several. It is convex, so neither chance nor a learning rate has a say. Found by
 * L-BFGS in double precision. Source: Nocedal and Wright, "Numerical Optimization" (2006), algorithms 7.4 and 3.1.
 */
final class LogisticRegression {
    private static final int MEMORY = 10;
    private static final int MOST_STEPS = 1000;
    private static final int MOST_HALVINGS = 40;
    /** Of the slope along the direction that a step must gain at least. */
    private static final double ARMIJO = 1e-4;
    /** Steps that gain less than this share of the loss are the end. */
    private static final double ENOUGH = 1e-12;

    private final NDArray features;
    private final NDArray targets;
    private final double c;
    private final boolean exclusive;
    /** [D + 1, 1]: 1 for weights, 0 for the biases, which are not held back. */
    private final NDArray held;

    /**
     * A problem.
     *
     * @param features float64 [n, D + 1], the last column ones
     * @param targets float64 [n, C], 1 where a clip has a class
     * @param c how much the clips count against the size of the weights
     */
    LogisticRegression(NDArray features, NDArray targets, double c, DownstreamMetric metric) {
        this.features = features;
        this.targets = targets;
        this.c = c;
        this.exclusive = metric == DownstreamMetric.ACCURACY;
        NDManager manager = features.getManager();
        long width = features.getShape().get(1) - 1;
        this.held = manager.ones(new Shape(width, 1), DataType.FLOAT64)
                .concat(manager.zeros(new Shape(1, 1), DataType.FLOAT64));
    }

    /** What is minimised, and its slope. */
    private record Point(NDArray weights, double value, NDArray gradient) {
        private void close() {
            weights.close();
            gradient.close();
        }
    }

    /** One step of the memory: the change of the weights and of the gradient. */
    private record Change(NDArray step, NDArray gradient, double product) {
        private void close() {
            step.close();
            gradient.close();
        }
    }

    /** The objective at weights [D + 1, C]. */
    double objective(NDArray weights) {
        try (NDManager scope = features.getManager().newSubManager()) {
            return at(weights, scope).value;
        }
    }

    private Point at(NDArray weights, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            scope.tempAttachAll(weights, features, targets, held);
            NDArray logits = features.matMul(weights);
            NDArray losses = exclusive
                    ? logits.logSoftmax(1).mul(targets).neg()
                    : Elementary.softplus(logits).sub(logits.mul(targets));
            NDArray probabilities = exclusive ? logits.softmax(1) : Elementary.sigmoid(logits);
            NDArray size = weights.mul(held);
            double value = c * losses.sum().getDouble() + size.square().sum().getDouble() / 2;
            NDArray gradient = features.transpose()
                    .matMul(probabilities.sub(targets))
                    .mul(c)
                    .add(size);
            gradient.attach(manager);
            return new Point(weights, value, gradient);
        }
    }

    /**
     * Goes to the minimum.
     *
     * @param start weights [D + 1, C] to begin with, float64
     * @return the weights there, on the manager of the features
     */
    NDArray minimum(NDArray start) {
        return minimum(start, MOST_STEPS);
    }

    /** The same in no more than so many steps. */
    NDArray minimum(NDArray start, int mostSteps) {
        NDManager manager = features.getManager();
        try (NDManager scope = manager.newSubManager()) {
            NDArray first = start.duplicate();
            first.attach(scope);
            Point point = at(first, scope);
            Deque<Change> memory = new ArrayDeque<>();
            for (int step = 0; step < mostSteps; step++) {
                Optional<Point> next = step(point, memory, scope);
                if (next.isEmpty()) {
                    break;
                }
                boolean ended = point.value - next.get().value <= ENOUGH * Math.abs(point.value);
                point.close();
                point = next.get();
                if (ended) {
                    break;
                }
            }
            NDArray result = point.weights;
            result.attach(manager);
            return result;
        }
    }

    /** The next point, if a step gains anything; what a step makes on the way ends with it. */
    private Optional<Point> step(Point point, Deque<Change> memory, NDManager scope) {
        try (NDManager round = scope.newSubManager()) {
            round.tempAttachAll(point.weights, point.gradient);
            memory.forEach(change -> round.tempAttachAll(change.step, change.gradient));
            Optional<Point> next = search(point, direction(point.gradient, memory), memory.isEmpty(), round);
            next.ifPresent(to -> {
                remember(memory, point, to, scope);
                to.weights.attach(scope);
                to.gradient.attach(scope);
            });
            return next;
        }
    }

    /** Minus the gradient times what the memory knows of the inverse curvature. */
    private static NDArray direction(NDArray gradient, Deque<Change> memory) {
        NDArray q = gradient.neg();
        List<Double> shares = new ArrayList<>();
        for (Change change : memory) { // newest first
            double share = dot(change.step, q) / change.product;
            shares.add(share);
            q = q.sub(change.gradient.mul(share));
        }
        if (!memory.isEmpty()) {
            Change newest = memory.getFirst();
            q = q.mul(newest.product / dot(newest.gradient, newest.gradient));
        }
        int at = shares.size();
        for (Iterator<Change> oldest = memory.descendingIterator(); oldest.hasNext(); ) {
            Change change = oldest.next();
            double share = shares.get(--at) - dot(change.gradient, q) / change.product;
            q = q.add(change.step.mul(share));
        }
        return q;
    }

    /** Halves the step until it gains enough. */
    private Optional<Point> search(Point from, NDArray direction, boolean first, NDManager round) {
        double slope = dot(from.gradient, direction);
        double length = first ? Math.min(1, 1 / direction.abs().sum().getDouble()) : 1;
        for (int halving = 0; halving < MOST_HALVINGS; halving++) {
            NDArray weights;
            try (NDArray move = direction.mul(length)) {
                weights = from.weights.add(move);
            }
            Point next = at(weights, round);
            if (next.value <= from.value + ARMIJO * length * slope) {
                return Optional.of(next);
            }
            next.close();
            length /= 2;
        }
        return Optional.empty();
    }

    private static void remember(Deque<Change> memory, Point from, Point to, NDManager scope) {
        NDArray step = to.weights.sub(from.weights);
        NDArray gradient = to.gradient.sub(from.gradient);
        double product = dot(step, gradient);
        if (product > 0) {
            step.attach(scope);
            gradient.attach(scope);
            memory.addFirst(new Change(step, gradient, product));
        }
        if (memory.size() > MEMORY) {
            memory.removeLast().close();
        }
    }

    private static double dot(NDArray one, NDArray other) {
        try (NDArray product = one.mul(other);
                NDArray sum = product.sum()) {
            return sum.getDouble();
        }
    }
}

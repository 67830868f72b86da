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
 * Minimises C · Σ cross entropy + ½ ‖W‖², with free biases: multinomial logistic regression, or a binary one for each
 * class where clips may have several. The problem is convex, so neither chance nor a learning rate plays a part. The
 * minimum is found by L-BFGS in double precision. Source: Nocedal and Wright, "Numerical Optimization" (2006),
 * algorithms 7.4 and 3.1.
 */
final class LogisticRegression {
    private static final int MEMORY = 10;
    private static final int MOST_STEPS = 1000;
    private static final int MOST_HALVINGS = 40;
    /** A step must gain at least this share of the slope along its direction. */
    private static final double ARMIJO = 1e-4;
    /** The search ends at a step that gains less than this share of the loss. */
    private static final double ENOUGH = 1e-12;

    private final NDArray features;
    private final NDArray targets;
    private final double c;
    private final boolean exclusive;
    /** [D + 1, 1]: 1 for the weights, 0 for the biases, which are not regularised. */
    private final NDArray held;

    /**
     * Sets up a problem.
     *
     * @param features float64 [n, D + 1], the last column ones
     * @param targets float64 [n, C], 1 where a clip has a class
     * @param c weight of the clips against the size of the weights
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

    /** Weights with the objective's value and gradient there. */
    private record Point(NDArray weights, double value, NDArray gradient) {
        private void close() {
            weights.close();
            gradient.close();
        }
    }

    /** One step in the memory: the change of the weights and of the gradient. */
    private record Change(NDArray step, NDArray gradient, double product) {
        private void close() {
            step.close();
            gradient.close();
        }
    }

    /** {@return the objective at weights [D + 1, C]} */
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
     * Finds the minimum.
     *
     * @param start initial weights [D + 1, C], float64
     * @return the weights at the minimum, on the manager of the features
     */
    NDArray minimum(NDArray start) {
        return minimum(start, MOST_STEPS);
    }

    /** Finds the minimum in at most {@code mostSteps} steps. */
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

    /** {@return the next point, if a step gains anything; arrays made on the way are closed} */
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

    /** {@return minus the gradient, times the inverse curvature that the memory approximates} */
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

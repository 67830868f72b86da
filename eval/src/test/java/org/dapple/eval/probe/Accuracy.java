package org.dapple.eval.probe;

/** How many classes a probe in a test gets right. */
final class Accuracy {
    private Accuracy() {}

    static double of(int[] truth, int[] predicted) {
        int correct = 0;
        for (int i = 0; i < truth.length; i++) {
            correct += truth[i] == predicted[i] ? 1 : 0;
        }
        return (double) correct / truth.length;
    }
}

package org.dapple.eval.probe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Nearest;

/**
 * How a linear probe is trained, under a name and a version that results are kept with: scores of different protocols
 * are not to be compared.
 *
 * @param name what commands call it
 * @param version counts changes that may change scores
 * @param epochs most passes over the training clips
 * @param batchSize clips in a step
 * @param learningRates of Adam, constant; the one with the best validation score counts, on ties the one with the lower
 *     validation loss: a slow rate that is right by chance after one epoch is not to win by being listed first
 * @param weightDecay coupled decay
 * @param patience epochs without a new best validation score before training stops
 * @param lossOverClasses whether the cross entropy of single labels is divided by the number of classes too; that of
 *     several labels always is
 * @param scalerSeesDrawn whether features are standardised by training and validation clips together where the latter
 *     were drawn from the former; validation clips that the set names never take part
 * @param laterOnTies whether of epochs with the same validation score the last counts, else the first
 * @param stratified whether a missing validation part takes its share of every class, else of all clips together
 */
public record ProbeProtocol(
        String name,
        int version,
        int epochs,
        int batchSize,
        List<Double> learningRates,
        double weightDecay,
        int patience,
        boolean lossOverClasses,
        boolean scalerSeesDrawn,
        boolean laterOnTies,
        boolean stratified) {

    /** The reference's learning rate for log-mel statistics, EAT, BEATs, BYOL-A, MSM-MAE and most others. */
    public static final double EVAR_RATE = 3e-4;

    /** The reference's learning rate for M2D and ATST-Frame. */
    public static final double EVAR_RATE_M2D = 3e-5;

    private static final String EVAR = "evar";
    private static final int EVAR_SEEDS = 3;

    /** Checks the values and copies the list. */
    public ProbeProtocol {
        learningRates = List.copyOf(learningRates);
        ConfigurationException.require(epochs > 0, "epochs", "be at least 1", epochs);
        ConfigurationException.require(batchSize > 0, "batch_size", "be at least 1", batchSize);
        ConfigurationException.require(patience > 0, "patience", "be at least 1", patience);
        ConfigurationException.require(weightDecay >= 0, "weight_decay", "be at least 0", weightDecay);
        ConfigurationException.require(
                !learningRates.isEmpty() && learningRates.stream().allMatch(rate -> rate > 0),
                "learning_rates",
                "be positive numbers, at least one",
                learningRates);
    }

    /**
     * The default: nothing of the validation clips reaches training, and the learning rate is chosen, because a single
     * one does not converge within 200 epochs on small sets or few features, which makes baselines look worse than they
     * are.
     *
     * @return version 2: 200 epochs of batches of 200, rates 0.001, 0.01 and 0.1, patience 20; version 1 drew
     *     validation parts without regard to sources, and took small features for constant ones
     */
    public static ProbeProtocol strict() {
        return new ProbeProtocol("strict", 2, 200, 200, List.of(1e-3, 1e-2, 1e-1), 1e-8, 20, false, false, false, true);
    }

    /**
     * The reference's, with its quirks: where a validation part is drawn, the features are standardised before, so it
     * is seen; of equally good epochs the last counts; the cross entropy is divided by the classes, which under Adam
     * acts on its epsilon and multiplies the decay; one learning rate for all tasks, prescribed for each kind of
     * features ({@link #EVAR_RATE}, {@link #EVAR_RATE_M2D}); a validation part is drawn from all clips together, again
     * and again until every class occurs. Not taken over: random crops of training and validation clips (ours begin at
     * the start), and its loss for two classes, whose scores are silently wrong. Source: EVAR, linear evaluation.
     *
     * @return version 2: 200 epochs of batches of 200, rate 0.0003, patience 20
     */
    public static ProbeProtocol evar() {
        return new ProbeProtocol(EVAR, 2, 200, 200, List.of(EVAR_RATE), 1e-8, 20, true, true, true, false);
    }

    /**
     * A protocol by name.
     *
     * @param name {@code strict} or {@code evar}
     * @return the newest version
     * @throws ConfigurationException with the key {@code protocol} if there is none
     */
    public static ProbeProtocol named(String name) {
        List<ProbeProtocol> all = List.of(strict(), evar());
        List<String> names = Stream.concat(
                        all.stream().map(ProbeProtocol::name), Stream.of(LogisticProbe.NAME, KnnProbe.NAME))
                .toList();
        Optional<ProbeProtocol> found = all.stream()
                .filter(protocol -> protocol.name.equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
        return found.orElseThrow(() -> new ConfigurationException(
                "protocol",
                "must be " + String.join(" or ", names) + "; it is " + name + Nearest.didYouMean(name, names)));
    }

    /**
     * The same with other learning rates.
     *
     * @param rates at least one
     * @return a protocol whose name says so
     */
    public ProbeProtocol withLearningRates(List<Double> rates) {
        return new ProbeProtocol(
                name + ", rates " + rates,
                version,
                epochs,
                batchSize,
                rates,
                weightDecay,
                patience,
                lossOverClasses,
                scalerSeesDrawn,
                laterOnTies,
                stratified);
    }

    /**
     * The same with the learning rate that is prescribed for some features, if this protocol prescribes one.
     *
     * @param rate of these features
     * @return {@code evar} with that rate; other protocols choose theirs, and stay as they are
     */
    public ProbeProtocol atLearningRate(double rate) {
        if (!name.equals(EVAR)) {
            return this;
        }
        return new ProbeProtocol(
                name,
                version,
                epochs,
                batchSize,
                List.of(rate),
                weightDecay,
                patience,
                lossOverClasses,
                scalerSeesDrawn,
                laterOnTies,
                stratified);
    }

    /** Of how many seeds its tables are means. */
    int usualSeeds() {
        return name.equals(EVAR) ? EVAR_SEEDS : 1;
    }

    /** Whether an epoch's validation score makes it the best so far. */
    boolean prefers(double score, double best) {
        return score > best || (laterOnTies && score == best);
    }

    /** {@return name and version, for example {@code strict/2}, and the learning rate where there is only one} */
    @Override
    public String toString() {
        String rate = learningRates.size() == 1
                ? String.format(Locale.ROOT, ", learning rate %.1e", learningRates.get(0))
                : "";
        return name + "/" + version + rate;
    }
}

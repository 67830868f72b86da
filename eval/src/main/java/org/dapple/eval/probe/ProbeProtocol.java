package org.dapple.eval.probe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Nearest;

/**
 * How a linear probe is trained. Results are kept with name and version of the protocol; scores of different protocols
 * must not be compared.
 *
 * @param name name in commands
 * @param version increases with every change that may change scores
 * @param epochs largest number of passes over the training clips
 * @param batchSize number of clips in a step
 * @param learningRates constant rates of Adam. The rate with the best validation score wins, and of equally good ones
 *     the one with the lower validation loss; otherwise a slow rate that is right by chance after one epoch would win
 *     by being listed first
 * @param weightDecay coupled weight decay
 * @param patience number of epochs without a better validation score after which training stops
 * @param lossOverClasses whether the cross entropy of single labels is also divided by the number of classes; that of
 *     several labels always is
 * @param scalerSeesDrawn whether features are standardised by training and validation clips together if the latter were
 *     drawn from the former; validation clips that the set names are never used
 * @param laterOnTies whether the last of several epochs with the same validation score wins, else the first
 * @param stratified whether a missing validation part is drawn from each class in proportion, else from all clips
 *     together
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

    /** Refuses counts below 1, a negative weight decay, and learning rates that are missing or not positive. */
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
     * The default. Validation clips take no part in training or standardisation. The learning rate is chosen, because a
     * single one does not converge within 200 epochs on small sets or with few features, which makes baselines look
     * worse than they are.
     *
     * @return version 2: 200 epochs of batches of 200, rates 0.001, 0.01 and 0.1, patience 20. Version 1 drew
     *     validation parts without regard to sources, and took small features for constant ones
     */
    public static ProbeProtocol strict() {
        return new ProbeProtocol("strict", 2, 200, 200, List.of(1e-3, 1e-2, 1e-1), 1e-8, 20, false, false, false, true);
    }

    /**
     * EVAR's protocol, with its quirks. A validation part is drawn after the features are standardised, so it
     * influences them. Of equally good epochs the last counts. The cross entropy is divided by the number of classes,
     * which under Adam acts on its epsilon and multiplies the decay. All tasks share one learning rate, prescribed for
     * each kind of features ({@link #EVAR_RATE}, {@link #EVAR_RATE_M2D}). A validation part is drawn from all clips
     * together, again and again until every class occurs. Two things are not adopted: random crops of training and
     * validation clips (here clips begin at the start), and its loss for two classes, whose scores are silently wrong.
     * Source: EVAR, linear evaluation.
     *
     * @return version 2: 200 epochs of batches of 200, rate 0.0003, patience 20
     */
    public static ProbeProtocol evar() {
        return new ProbeProtocol(EVAR, 2, 200, 200, List.of(EVAR_RATE), 1e-8, 20, true, true, true, false);
    }

    /**
     * Finds a protocol by name.
     *
     * @param name {@code strict} or {@code evar}
     * @return the newest version
     * @throws ConfigurationException with the key {@code protocol} if no protocol has the name
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
     * Sets other learning rates.
     *
     * @param rates at least one
     * @return the protocol with these rates, which its name mentions
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
     * Sets the learning rate that is prescribed for some features, if this protocol has prescribed rates.
     *
     * @param rate the prescribed rate
     * @return {@code evar} with that rate; other protocols choose their rate and stay unchanged
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

    /** {@return the number of seeds over which its tables average} */
    int usualSeeds() {
        return name.equals(EVAR) ? EVAR_SEEDS : 1;
    }

    /** {@return whether an epoch's validation score makes it the best so far} */
    boolean prefers(double score, double best) {
        return score > best || (laterOnTies && score == best);
    }

    /** {@return name and version, for example {@code strict/2}, and the learning rate if there is only one} */
    @Override
    public String toString() {
        String rate = learningRates.size() == 1
                ? String.format(Locale.ROOT, ", learning rate %.1e", learningRates.get(0))
                : "";
        return name + "/" + version + rate;
    }
}

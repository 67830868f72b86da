package org.dapple.eval.contract;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.dapple.eval.contract.EncoderContract.Finding;
import org.dapple.eval.embedding.ClipFeatures;

/** Checks features with the sounds of {@link ContractSound}. */
final class ContractCheck {
    /** Differences up to this share of the largest value are rounding, too small to change a score. */
    private static final double SAME = 1e-4;
    /** Sounds whose vectors differ by less than this share of the largest value are not told apart. */
    private static final double DIFFERENT = 1e-3;

    private static final int LOWEST_RATE = 1000;
    private static final int HIGHEST_RATE = 1_000_000;

    private final ClipFeatures features;
    private final List<Finding> findings = new ArrayList<>();

    private ContractCheck(ClipFeatures features) {
        this.features = features;
    }

    /** {@return the findings of all checks} */
    static List<Finding> of(ClipFeatures features, double seconds, NDManager manager) {
        ContractCheck check = new ContractCheck(features);
        check.fingerprint();
        if (check.sampleRate()) {
            check.vectors(seconds, manager);
        }
        return check.findings;
    }

    private boolean find(String name, boolean passed, String detail) {
        findings.add(new Finding(name, passed, detail));
        return passed;
    }

    private void fingerprint() {
        String problem = "";
        try {
            String fingerprint = features.fingerprint();
            if (!fingerprint.matches("[0-9a-f]{64}")) {
                problem = "it must be 64 hexadecimal digits (SHA-256); it is " + fingerprint;
            } else if (!fingerprint.equals(features.fingerprint())) {
                problem = "a second call returns another one";
            }
        } catch (RuntimeException e) { // features may come from outside
            problem = "it cannot be computed: " + e.getMessage();
        }
        find("fingerprint", problem.isEmpty(), problem.isEmpty() ? "there is one to keep embeddings under" : problem);
    }

    private boolean sampleRate() {
        int rate = features.sampleRate();
        boolean possible = rate >= LOWEST_RATE && rate <= HIGHEST_RATE;
        return find(
                "sample rate",
                possible,
                possible ? "sound is taken at " + rate + " Hz" : "it must lie between 1 kHz and 1 MHz; it is " + rate);
    }

    private void vectors(double seconds, NDManager manager) {
        List<ContractSound> sounds = List.of(ContractSound.values());
        List<ContractSound> turned = new ArrayList<>(sounds);
        Collections.reverse(turned);
        ContractVectors first;
        ContractVectors alone;
        ContractVectors elsewhere;
        ContractVectors again;
        try {
            first = ContractVectors.of(features, sounds, seconds, manager);
            alone = ContractVectors.of(features, sounds.subList(0, 1), seconds, manager);
            elsewhere = ContractVectors.of(features, turned, seconds, manager);
            again = ContractVectors.of(features, sounds, seconds, manager);
        } catch (RuntimeException e) { // features may come from outside
            find("vectors", false, "clips of " + seconds + " s cannot be embedded: " + e.getMessage());
            return;
        }
        find("vectors", true, "a clip of " + seconds + " s has " + first.width() + " values");
        List<ContractSound> notFinite = first.notFinite();
        if (find(
                "finite",
                notFinite.isEmpty(),
                notFinite.isEmpty()
                        ? "silence, full-scale noise, a click and a very short clip have finite values"
                        : "some values are not finite for " + joined(", ", notFinite))) {
            repeatable(first, again);
            batch(first, alone, elsewhere);
            distinct(first);
        }
    }

    private void repeatable(ContractVectors first, ContractVectors again) {
        boolean same = first.isEqualTo(again);
        find(
                "repeatable",
                same,
                same
                        ? "the same clips have the same values to the last bit"
                        : String.format(
                                Locale.ROOT,
                                "the same clips have different values the second time, by up to %.1e of the largest:"
                                        + " something is random, or depends on earlier input",
                                first.difference(again)));
    }

    private void batch(ContractVectors first, ContractVectors alone, ContractVectors elsewhere) {
        double neighbours = first.difference(alone);
        double places = first.difference(elsewhere);
        String detail = String.format(
                Locale.ROOT,
                "a quiet tone alone and beside loud sounds differs by %.1e of the largest value, clips in another order"
                        + " differ by %.1e",
                neighbours,
                places);
        boolean same = neighbours <= SAME && places <= SAME;
        find("batch", same, same ? detail : detail + ": a vector must not depend on its batch");
    }

    private void distinct(ContractVectors vectors) {
        List<String> alike = new ArrayList<>();
        for (ContractSound one : ContractSound.values()) {
            for (ContractSound other : ContractSound.values()) {
                if (one.compareTo(other) < 0
                        && one.isDistinct()
                        && other.isDistinct()
                        && vectors.difference(one, other) < DIFFERENT) {
                    alike.add(one + " and " + other);
                }
            }
        }
        find(
                "distinct",
                alike.isEmpty(),
                alike.isEmpty()
                        ? "a tone, noise, a rising tone and a click are told apart"
                        : "it has collapsed: nearly the same values for " + joined(", for ", alike));
    }

    private static String joined(String between, List<?> words) {
        return String.join(between, words.stream().map(Object::toString).toList());
    }
}

package org.dapple.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was found of an extension.
 *
 * @param subject what was checked, for messages
 * @param findings in the order of the checks
 */
public record Contract(String subject, List<Finding> findings) {

    /**
     * One check.
     *
     * @param name a word or two
     * @param problem what is wrong, one sentence; empty if the contract is kept
     */
    public record Finding(String name, Optional<String> problem) {
        /** {@return one line} */
        @Override
        public String toString() {
            return problem.map(what -> "FAILED  " + name + ": " + what).orElse("ok      " + name);
        }
    }

    /** Copies the list. */
    public Contract {
        findings = List.copyOf(findings);
    }

    /** {@return whether all checks passed} */
    public boolean isKept() {
        return findings.stream().allMatch(finding -> finding.problem().isEmpty());
    }

    /**
     * Fails if the contract is broken.
     *
     * @return this
     * @throws AssertionError with all findings
     */
    public Contract require() {
        if (!isKept()) {
            throw new AssertionError(toString());
        }
        return this;
    }

    /** {@return all findings, one a line} */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>(List.of(subject));
        findings.forEach(finding -> lines.add(finding.toString()));
        return String.join(System.lineSeparator(), lines);
    }

    /** Gathers findings; a check that throws has failed. */
    static final class Checks {
        private final String subject;
        private final List<Finding> findings = new ArrayList<>();

        Checks(Object subject) {
            this.subject = subject.toString();
        }

        /** Says what is wrong, or nothing. */
        @FunctionalInterface
        interface Check {
            Optional<String> problem();
        }

        Checks check(String name, Check check) {
            Optional<String> problem;
            try {
                problem = check.problem();
            } catch (RuntimeException e) { // extensions come from outside
                problem = Optional.of("it throws " + e);
            }
            findings.add(new Finding(name, problem));
            return this;
        }

        Contract contract() {
            return new Contract(subject, findings);
        }
    }

    /** A sentence if something is not as it must be. */
    static Optional<String> unless(boolean ok, String problem) {
        return ok ? Optional.empty() : Optional.of(problem);
    }
}

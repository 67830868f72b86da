package org.dapple.eval.contract;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.eval.embedding.ClipFeatures;
import org.dapple.eval.embedding.EncoderFeatures;
import org.dapple.models.encoder.AudioEncoder;

/**
 * What an evaluation takes for granted of an encoder, looked at before it begins: {@code fingerprint}, {@code sample
 * rate}, {@code vectors} (one of the same width for each clip), {@code finite}, {@code repeatable}, {@code batch} (a
 * vector does not depend on what else is embedded with it), {@code distinct} (different sounds have different vectors),
 * {@code frames}. An encoder that fails in any of them would give scores that mean nothing.
 *
 * @param findings in the order of looking; a failed one may have kept those behind it from being looked at
 */
public record EncoderContract(List<Finding> findings) {

    /**
     * One thing that was looked at.
     *
     * @param name of the thing, a word or two
     * @param passed whether it is as it must be
     * @param detail what was found, a sentence
     */
    public record Finding(String name, boolean passed, String detail) {
        /** {@return one line} */
        @Override
        public String toString() {
            return (passed ? "ok      " : "FAILED  ") + name + ": " + detail;
        }
    }

    /** Copies the list. */
    public EncoderContract {
        findings = List.copyOf(findings);
    }

    /**
     * Looks at an encoder with one of Dapple's own front ends.
     *
     * @param encoder the encoder
     * @param seconds length that clips will be cut or padded to
     * @param manager its device computes
     * @return the findings
     */
    public static EncoderContract check(AudioEncoder encoder, double seconds, NDManager manager) {
        return check(new EncoderFeatures(encoder), seconds, manager);
    }

    /**
     * Looks at features. They are given six sounds of that length in some twenty clips altogether, so it takes as long
     * as twenty clips of a task.
     *
     * @param features what is looked at; of {@link EncoderFeatures} the embeddings of single frames too
     * @param seconds length that clips will be cut or padded to
     * @param manager its device computes
     * @return the findings
     */
    public static EncoderContract check(ClipFeatures features, double seconds, NDManager manager) {
        List<Finding> findings = new ArrayList<>(ContractCheck.of(features, seconds, manager));
        if (features instanceof EncoderFeatures ofEncoder && findings.stream().allMatch(Finding::passed)) {
            findings.add(FrameCheck.of(ofEncoder.encoder(), seconds, manager));
        }
        return new EncoderContract(findings);
    }

    /** {@return whether nothing failed} */
    public boolean isKept() {
        return findings.stream().allMatch(Finding::passed);
    }

    /**
     * Refuses an encoder that does not keep its contract.
     *
     * @return this
     * @throws ConfigurationException with the key {@code encoder}, naming the first failed finding
     */
    public EncoderContract require() {
        for (Finding finding : findings) {
            if (!finding.passed) {
                throw new ConfigurationException(
                        "encoder", "cannot be evaluated (" + finding.name + "): " + finding.detail);
            }
        }
        return this;
    }

    /** {@return all findings, a line each} */
    @Override
    public String toString() {
        return String.join(
                System.lineSeparator(), findings.stream().map(Finding::toString).toList());
    }
}

package org.dapple.eval.contract;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.eval.embedding.ClipFeatures;
import org.dapple.eval.embedding.EncoderFeatures;
import org.dapple.models.encoder.AudioEncoder;

/**
 * Checks what an evaluation takes for granted of an encoder, before the evaluation begins. The checks are
 * {@code fingerprint}, {@code sample rate}, {@code vectors} (one for each clip, all of the same width), {@code finite},
 * {@code repeatable}, {@code batch} (a vector does not depend on its batch), {@code distinct} (different sounds have
 * different vectors) and {@code frames}. The scores of an encoder that fails one of them would mean nothing.
 *
 * @param findings in the order of the checks; after some failures the remaining checks are left out
 */
public record EncoderContract(List<Finding> findings) {

    /**
     * The result of one check.
     *
     * @param name of the check, a word or two
     * @param passed whether the encoder passed
     * @param detail what was found, one sentence
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
     * Checks an encoder with one of Dapple's own front ends.
     *
     * @param encoder the encoder
     * @param seconds length to which clips will be cut or padded
     * @param manager its device computes
     * @return the findings
     */
    public static EncoderContract check(AudioEncoder encoder, double seconds, NDManager manager) {
        return check(new EncoderFeatures(encoder), seconds, manager);
    }

    /**
     * Checks features. They embed six sounds of the given length, about twenty clips in all, so a check takes as long
     * as twenty clips of a task.
     *
     * @param features the features; for {@link EncoderFeatures} the embeddings of single frames are checked too
     * @param seconds length to which clips will be cut or padded
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

    /** {@return whether the encoder passed every check} */
    public boolean isKept() {
        return findings.stream().allMatch(Finding::passed);
    }

    /**
     * Refuses an encoder that failed a check.
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

    /** {@return all findings, one a line} */
    @Override
    public String toString() {
        return String.join(
                System.lineSeparator(), findings.stream().map(Finding::toString).toList());
    }
}

package org.dapple.eval.contract;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Locale;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.eval.contract.EncoderContract.Finding;
import org.dapple.models.encoder.AudioEncoder;

/** Checks an encoder's embeddings of single frames. */
final class FrameCheck {
    private FrameCheck() {}

    /** Checks that a sound has as many embeddings as its length implies, and that one sample is enough for one. */
    static Finding of(AudioEncoder encoder, double seconds, NDManager manager) {
        int samples = Math.max(1, (int) (seconds * encoder.sampleRate()));
        FrontEnd frontEnd = encoder.frontEnd();
        int patch = encoder.grid().patchWidth();
        int frames = frontEnd.frames(Math.max(samples, frontEnd.samples(patch)));
        Shape expected = new Shape(1, (frames + patch - 1) / patch, encoder.width());
        Shape found;
        Shape shortest;
        try (NDManager scope = manager.newSubManager()) {
            found = encoder.encode(scope.zeros(new Shape(1, samples))).getShape();
            shortest = encoder.encode(scope.zeros(new Shape(1, 1))).getShape();
        } catch (RuntimeException e) { // the front end may come from outside
            return new Finding("frames", false, "single frames cannot be embedded: " + e.getMessage());
        }
        if (!found.equals(expected) || !shortest.equals(new Shape(1, 1, encoder.width()))) {
            return new Finding(
                    "frames",
                    false,
                    "the embeddings over time are " + found + " for " + seconds + " s and " + shortest
                            + " for one sample, not " + expected + " and one");
        }
        double hop = (double) frontEnd.hop() * patch / encoder.sampleRate();
        return new Finding(
                "frames",
                true,
                String.format(
                        Locale.ROOT,
                        "one embedding every %.0f ms (%.4g a second), %d for %s s; %.4g s are encoded at once, longer sounds"
                                + " piece by piece",
                        1000 * hop,
                        1 / hop,
                        expected.get(1),
                        seconds,
                        hop * encoder.grid().timePatches()));
    }
}

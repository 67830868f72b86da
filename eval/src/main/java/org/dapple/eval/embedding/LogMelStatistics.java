package org.dapple.eval.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dapple.core.files.Fingerprint;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.FrontEnds;
import org.dapple.core.ops.Elementary;

/**
 * A baseline that learns nothing: mean and standard deviation of every mel band over time.
 *
 * @param frontEnd makes the spectrograms
 */
public record LogMelStatistics(FrontEnd frontEnd) implements ClipFeatures {
    @Override
    public int sampleRate() {
        return frontEnd.sampleRate();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the front end is not one of Dapple's own
     */
    @Override
    public String fingerprint() {
        return new Fingerprint()
                .add("log-mel mean and deviation")
                .add(FrontEnds.standard().write(frontEnd))
                .finish();
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("width", 2 * frontEnd.bands());
        description.put("pooling", "mean and deviation over time of every band");
        description.put("front_end", FrontEnds.standard().write(frontEnd));
        description.putAll(ClipFeatures.super.description());
        return description;
    }

    @Override
    public NDArray apply(NDArray waveforms) {
        NDManager outer = waveforms.getManager();
        try (NDManager scope = outer.newSubManager()) {
            scope.tempAttachAll(waveforms);
            NDArray spectrograms = frontEnd.apply(waveforms);
            NDArray mean = spectrograms.mean(new int[] {2}, true);
            NDArray deviation = Elementary.sqrt(spectrograms.sub(mean).square().mean(new int[] {2}));
            NDArray result = mean.squeeze(2).concat(deviation, 1);
            result.attach(outer);
            return result;
        }
    }
}

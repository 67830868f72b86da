package org.dapple.train;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.dapple.core.FrontEnd;
import org.dapple.data.Clip;
import org.dapple.data.ClipReader;

/**
 * Chooses the length of training crops from the data: the median length of a sample of clips, rounded up to whole
 * patches, at most 208 frames (two seconds). Crops much longer than the clips would teach the model silence.
 */
final class CropLength {
    private static final int LONGEST = 208;
    private static final int SAMPLE = 64;

    private CropLength() {}

    static int choose(List<Clip> clips, ClipReader reader, FrontEnd frontEnd, int patchWidth) throws IOException {
        int longest = Math.max(patchWidth, LONGEST / patchWidth * patchWidth);
        OptionalInt samples = reader.medianSamples(clips, SAMPLE);
        if (samples.isEmpty()) {
            return longest; // whoever reads the whole corpus knows whether any clip can be used
        }
        int median = frontEnd.frames(samples.getAsInt());
        return Math.min(longest, (median + patchWidth - 1) / patchWidth * patchWidth);
    }
}

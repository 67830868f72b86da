package org.dapple.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dapple.core.FrontEnd;
import org.dapple.core.Waveform;
import org.dapple.data.Clip;
import org.dapple.data.ClipHandler;
import org.dapple.data.ClipReader;
import org.dapple.data.SkippedClip;

/**
 * Chooses the length of training crops from the data: the median length of a sample of clips, rounded up to whole
 * patches, at most 208 frames (two seconds). Crops much longer than the clips would teach the model silence.
 */
final class CropLength {
    private static final int LONGEST = 208;
    private static final int SAMPLE = 64;

    private CropLength() {}

    static int choose(List<Clip> clips, ClipReader reader, FrontEnd frontEnd, int patchWidth) throws IOException {
        List<Clip> sample = new ArrayList<>();
        int stride = Math.max(1, clips.size() / SAMPLE);
        for (int i = 0; i < clips.size(); i += stride) {
            sample.add(clips.get(i));
        }
        List<Integer> lengths = new ArrayList<>();
        reader.read(sample, new ClipHandler() {
            @Override
            public void read(Clip clip, Waveform waveform) {
                lengths.add(frontEnd.frames(waveform.samples().length));
            }

            @Override
            public void skipped(SkippedClip skipped) {
                // Reported when the whole corpus is read.
            }
        });
        int longest = Math.max(patchWidth, LONGEST / patchWidth * patchWidth);
        if (lengths.isEmpty()) {
            return longest; // whoever reads the whole corpus knows whether any clip can be used
        }
        Collections.sort(lengths);
        int median = lengths.get(lengths.size() / 2);
        return Math.min(longest, (median + patchWidth - 1) / patchWidth * patchWidth);
    }
}

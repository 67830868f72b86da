package org.dapple.train;

import java.util.List;
import java.util.OptionalInt;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.StoredClip;
import org.dapple.data.reading.ClipLengths;
import org.dapple.data.store.LogMels;

/**
 * Chooses the length of training crops from the data: the median length of a sample of clips, rounded up to whole
 * patches, at most 208 frames (two seconds). Crops much longer than the clips would teach the model silence.
 */
public final class CropLength {
    private static final int LONGEST = 208;
    private static final int SAMPLE = 64;

    private CropLength() {}

    /**
     * The length for sound.
     *
     * @param clips the clips, of which a sample is decoded
     * @param lengths measures them
     * @param frontEnd converts samples to frames
     * @param patchWidth frames in a patch
     * @return frames
     */
    public static int choose(List<Clip> clips, ClipLengths lengths, FrontEnd frontEnd, int patchWidth) {
        int longest = longest(patchWidth);
        OptionalInt samples = lengths.median(clips, SAMPLE, frontEnd.samples(longest));
        if (samples.isEmpty()) {
            return longest; // reading the whole corpus will show whether any clip can be used
        }
        return wholePatches(frontEnd.frames(samples.getAsInt()), patchWidth);
    }

    /** The length for log-mels. */
    static int choose(LogMels logMels, int patchWidth) {
        int[] frames = // at least one, since an empty corpus is refused earlier
                logMels.clips().stream().mapToInt(StoredClip::frames).sorted().toArray();
        return wholePatches(frames[frames.length / 2], patchWidth);
    }

    private static int longest(int patchWidth) {
        return Math.max(patchWidth, LONGEST / patchWidth * patchWidth);
    }

    private static int wholePatches(int frames, int patchWidth) {
        return Math.max(patchWidth, Math.min(longest(patchWidth), (frames + patchWidth - 1) / patchWidth * patchWidth));
    }
}

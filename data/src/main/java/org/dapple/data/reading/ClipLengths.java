package org.dapple.data.reading;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.dapple.data.audio.SampleStream;
import org.dapple.data.clips.Clip;

/**
 * How long clips usually are, judged by a sample spread evenly over their list.
 *
 * @param reader decodes them
 */
public record ClipLengths(AudioReader reader) {
    private static final int BLOCK = 1 << 14;

    /**
     * The usual length.
     *
     * @param clips the clips
     * @param sample about how many of them to decode
     * @param most samples of a clip that are looked at: a longer one counts as this long
     * @return the median number of samples of the sample, in which the next that can be read stands for one that cannot
     *     be read; empty if none can
     */
    public OptionalInt median(List<Clip> clips, int sample, int most) {
        List<Integer> lengths = new ArrayList<>();
        int stride = Math.max(1, clips.size() / sample);
        for (int first = 0; first < clips.size(); first += stride) {
            firstReadable(clips.subList(first, Math.min(first + stride, clips.size())), most)
                    .ifPresent(lengths::add);
        }
        Collections.sort(lengths);
        return lengths.isEmpty() ? OptionalInt.empty() : OptionalInt.of(lengths.get(lengths.size() / 2));
    }

    private OptionalInt firstReadable(List<Clip> clips, int most) {
        return clips.stream()
                .map(clip -> samples(clip, most))
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    private OptionalInt samples(Clip clip, int most) {
        float[] block = new float[BLOCK];
        try (SampleStream stream = reader.open(clip.file())) {
            int length = 0;
            for (int count = stream.fill(block); count > 0 && length < most; count = stream.fill(block)) {
                length += count;
            }
            return OptionalInt.of(Math.min(length, most));
        } catch (IOException e) {
            return OptionalInt.empty(); // reported by whoever reads all clips
        }
    }
}

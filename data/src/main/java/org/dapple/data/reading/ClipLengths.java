package org.dapple.data.reading;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.dapple.data.audio.SampleStream;
import org.dapple.data.clips.Clip;

/**
 * Estimates the usual length of clips from a sample spread evenly over their list.
 *
 * @param reader decodes the clips
 */
public record ClipLengths(AudioReader reader) {
    private static final int BLOCK = 1 << 14;

    /**
     * The median length.
     *
     * @param clips the clips
     * @param sample approximate number of clips to decode
     * @param most maximum number of samples to read of a clip; longer clips count as this long
     * @return the median number of samples; an unreadable clip is replaced by the next readable one; empty if none is
     *     readable
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
            return OptionalInt.empty(); // reported when all clips are read
        }
    }
}

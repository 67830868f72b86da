package org.dapple.eval.embedding;

import java.util.List;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.SkippedClip;

/**
 * One vector for each clip, in host memory.
 *
 * @param clips the clips that could be read
 * @param contentHashes hash of each clip's whole sound
 * @param values row-major [clips, width]
 * @param width D
 * @param skipped the clips that could not be read
 */
@SuppressWarnings("ArrayRecordComponent") // too large to copy, never compared
public record Embeddings(
        List<Clip> clips, List<String> contentHashes, float[] values, int width, List<SkippedClip> skipped) {

    /** Refuses lists and values of sizes that do not agree. */
    public Embeddings {
        clips = List.copyOf(clips);
        contentHashes = List.copyOf(contentHashes);
        skipped = List.copyOf(skipped);
        if (contentHashes.size() != clips.size() || values.length != (long) clips.size() * width) {
            throw new IllegalArgumentException(clips.size() + " clips of width " + width + " do not have "
                    + values.length + " values and " + contentHashes.size() + " hashes");
        }
    }
}

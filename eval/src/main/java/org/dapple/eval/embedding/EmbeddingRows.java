package org.dapple.eval.embedding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.SkippedClip;
import org.jspecify.annotations.Nullable;

/** Collects the embeddings of a list of clips, which may come in any order. */
final class EmbeddingRows {
    private final List<Clip> clips;
    private final @Nullable String[] hashes;
    private final List<SkippedClip> skipped = new ArrayList<>();
    private float[] values = {};
    private int width;

    EmbeddingRows(List<Clip> clips) {
        this.clips = clips;
        this.hashes = new @Nullable String[clips.size()];
    }

    /** Sets the embedding of the clip at a position. */
    void put(int position, StoredEmbedding embedding) {
        float[] vector = embedding.vector();
        if (values.length == 0) {
            width = vector.length;
            ConfigurationException.require(
                    (long) width * clips.size() <= Integer.MAX_VALUE,
                    "data",
                    "have at most " + Integer.MAX_VALUE / width + " clips for embeddings of " + width + " values",
                    clips.size());
            values = new float[width * clips.size()];
        }
        hashes[position] = embedding.contentHash();
        System.arraycopy(vector, 0, values, position * width, width);
    }

    /** Notes a clip that could not be read. */
    void skip(SkippedClip clip) {
        skipped.add(clip);
    }

    /** {@return the embeddings so far, in the order of the list; call it last} */
    Embeddings embeddings() {
        List<Clip> there = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        for (int i = 0; i < hashes.length; i++) {
            String hash = hashes[i];
            if (hash != null) {
                System.arraycopy(values, i * width, values, there.size() * width, width);
                there.add(clips.get(i));
                theirs.add(hash);
            }
        }
        float[] packed = there.size() == clips.size() ? values : Arrays.copyOf(values, there.size() * width);
        return new Embeddings(there, theirs, packed, width, skipped);
    }
}

package org.dapple.train.finetune;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.audio.SampleStream;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.reading.PieceHandler;
import org.dapple.data.reading.PieceReader;

/**
 * The sound of clips, for reading pieces repeatedly. All clips are read once for length and fingerprint. As many as fit
 * stay in memory; the others are decoded again for every piece, with the same result. Safe for several threads.
 */
public final class ClipSounds {
    private static final int BLOCK = 1 << 18;

    private final AudioReader reader;
    private final List<Clip> clips = new ArrayList<>();
    private final List<String> contentHashes = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    /** Samples by clip; an empty array for a clip that did not fit. */
    private final List<float[]> kept = new ArrayList<>();

    private final List<SkippedClip> skipped = new ArrayList<>();

    private ClipSounds(AudioReader reader) {
        this.reader = reader;
    }

    /**
     * Reads clips, and keeps them in up to a quarter of Java's memory.
     *
     * @param clips in the wanted order
     * @param sampleRate of the samples, in Hz
     * @param afterEach called after every clip, for progress
     * @return the clips that can be read
     * @throws IOException if reading fails as a whole
     */
    public static ClipSounds read(List<Clip> clips, int sampleRate, Runnable afterEach) throws IOException {
        return read(clips, sampleRate, Runtime.getRuntime().maxMemory() / 4, afterEach);
    }

    /** The same, with a limit on memory in bytes. */
    static ClipSounds read(List<Clip> clips, int sampleRate, long memory, Runnable afterEach) throws IOException {
        ClipSounds sounds = new ClipSounds(new AudioReader(AudioDecoders.standard(), sampleRate));
        Collector collector = sounds.new Collector(memory / Float.BYTES, afterEach);
        new PieceReader(sounds.reader, BLOCK).read(clips, collector);
        return sounds;
    }

    /** Receives clips piece by piece. */
    private final class Collector implements PieceHandler {
        private final Runnable afterEach;
        private long room;
        private List<float[]> pieces = new ArrayList<>();
        private long length;

        private Collector(long room, Runnable afterEach) {
            this.room = room;
            this.afterEach = afterEach;
        }

        @Override
        public void piece(Clip clip, float[] samples, int count, boolean last) {
            length += count;
            if (length <= room) {
                pieces.add(Arrays.copyOf(samples, count));
            } else {
                pieces.clear();
            }
        }

        @Override
        public void end(Clip clip, String contentHash) throws IOException {
            if (length > Integer.MAX_VALUE) {
                throw new IOException(clip.filename() + " is too long for a labelled clip; cut it into pieces");
            }
            boolean fits = length <= room;
            float[] samples = fits ? joined() : new float[0];
            room -= samples.length;
            clips.add(clip);
            contentHashes.add(contentHash);
            lengths.add((int) length);
            kept.add(samples);
            next();
        }

        private float[] joined() {
            float[] samples = new float[(int) length];
            int at = 0;
            for (float[] piece : pieces) {
                System.arraycopy(piece, 0, samples, at, piece.length);
                at += piece.length;
            }
            return samples;
        }

        @Override
        public void skipped(SkippedClip clip) {
            skipped.add(clip);
            next();
        }

        private void next() {
            pieces = new ArrayList<>();
            length = 0;
            afterEach.run();
        }
    }

    /** {@return the clips that can be read; all positions refer to this list} */
    public List<Clip> clips() {
        return List.copyOf(clips);
    }

    /** {@return the fingerprint of each clip's sound} */
    public List<String> contentHashes() {
        return List.copyOf(contentHashes);
    }

    /** {@return the clips that cannot be read} */
    public List<SkippedClip> skipped() {
        return List.copyOf(skipped);
    }

    /** The number of samples of a clip. */
    int length(int clip) {
        return lengths.get(clip);
    }

    /**
     * Copies a piece of a clip. The array stays as it is where the piece reaches past the clip's end.
     *
     * @param clip its position
     * @param start first sample
     * @param into receives the samples
     * @param at index of the first one
     * @param count number of samples
     * @throws IOException if the clip can no longer be read
     */
    void copy(int clip, int start, float[] into, int at, int count) throws IOException {
        int there = Math.min(count, length(clip) - start);
        if (kept.get(clip).length > 0) {
            System.arraycopy(kept.get(clip), start, into, at, there);
            return;
        }
        try (SampleStream stream = reader.open(clips.get(clip).file())) {
            float[] before = new float[Math.min(start, BLOCK)];
            int skip = start;
            while (skip > 0) {
                skip -= require(clip, stream.read(before, 0, Math.min(skip, before.length)));
            }
            for (int done = 0; done < there; ) {
                done += require(clip, stream.read(into, at + done, there - done));
            }
        }
    }

    private int require(int clip, int count) throws IOException {
        if (count == 0) {
            throw new IOException(clips.get(clip).filename() + " has become shorter since it was read first");
        }
        return count;
    }
}

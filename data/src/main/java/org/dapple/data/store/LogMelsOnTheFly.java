package org.dapple.data.store;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.audio.SampleStream;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.clips.StoredClip;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.reading.PieceHandler;
import org.dapple.data.reading.PieceReader;

/**
 * Log-mels that are computed on every read: the part of the file for a crop is decoded, resampled and transformed on
 * the reading thread, on the host. Nothing is stored, which suits short clips and full disks; in a long recording,
 * everything before the crop is decoded too. Frames equal those of the whole clip up to rounding, also at its edges.
 */
public final class LogMelsOnTheFly implements LogMels {
    /** Clips are scanned in pieces of a minute. */
    private static final int PIECE_SECONDS = 60;

    private static final int SKIPPED_AT_ONCE = 1 << 14;

    private final AudioReader reader;
    private final FrontEnd frontEnd;
    private final int shortestSamples;
    private final List<StoredClip> clips;
    private final List<SkippedClip> skipped;
    private final NDManager host;

    private LogMelsOnTheFly(AudioReader reader, FrontEnd frontEnd, int shortestSamples, Scan scan, NDManager host) {
        this.reader = reader;
        this.frontEnd = frontEnd;
        this.shortestSamples = shortestSamples;
        this.clips = List.copyOf(scan.clips);
        this.skipped = List.copyOf(scan.skipped);
        this.host = host;
    }

    /**
     * Scans all clips once, for their lengths and fingerprints.
     *
     * @param clips the clips
     * @param decoders decoders of the known formats
     * @param frontEnd computes the spectrograms
     * @param shortestFrames shorter clips are padded to this length, with silence before the front end
     * @param manager manager of the engine that computes
     * @param progress called after every clip
     * @return the log-mels of the readable clips
     * @throws IOException if reading fails as a whole
     */
    public static LogMelsOnTheFly of(
            List<Clip> clips,
            AudioDecoders decoders,
            FrontEnd frontEnd,
            int shortestFrames,
            NDManager manager,
            LogMelExtraction.Progress progress)
            throws IOException {
        AudioReader reader = new AudioReader(decoders, frontEnd.sampleRate());
        int shortest = frontEnd.samples(Math.max(shortestFrames, 2 * frontEnd.edgeFrames() + 1));
        Scan scan = new Scan(frontEnd, shortest, clips.size(), progress);
        progress.at(0, clips.size());
        new PieceReader(reader, PIECE_SECONDS * frontEnd.sampleRate()).read(clips, scan);
        return new LogMelsOnTheFly(
                reader, frontEnd, shortest, scan, manager.getEngine().newBaseManager(Device.cpu()));
    }

    /** Counts the samples of every clip. */
    private static final class Scan implements PieceHandler {
        private final List<StoredClip> clips = new ArrayList<>();
        private final List<SkippedClip> skipped = new ArrayList<>();
        private final FrontEnd frontEnd;
        private final int shortest;
        private final int total;
        private final LogMelExtraction.Progress progress;
        private long samples;

        Scan(FrontEnd frontEnd, int shortest, int total, LogMelExtraction.Progress progress) {
            this.frontEnd = frontEnd;
            this.shortest = shortest;
            this.total = total;
            this.progress = progress;
        }

        @Override
        public void piece(Clip clip, float[] piece, int count, boolean last) {
            samples += count;
        }

        @Override
        public void end(Clip clip, String contentHash) {
            if (samples > Integer.MAX_VALUE) {
                skipped.add(new SkippedClip(
                        clip.filename(),
                        "it is too long to be read on the fly: run dapple prepare on it, or split it"));
            } else {
                int frames = frontEnd.frames((int) Math.max(samples, shortest));
                clips.add(new StoredClip(clip, contentHash, 0, frames));
            }
            next();
        }

        @Override
        public void skipped(SkippedClip clip) {
            skipped.add(clip);
            next();
        }

        private void next() {
            samples = 0;
            progress.at(clips.size() + skipped.size(), total);
        }
    }

    @Override
    public FrontEnd frontEnd() {
        return frontEnd;
    }

    @Override
    public List<StoredClip> clips() {
        return clips;
    }

    @Override
    public List<SkippedClip> skipped() {
        return skipped;
    }

    /** {@return 2: decoding is slow enough for a second thread, and training needs the other processors} */
    @Override
    public int readers() {
        return 2;
    }

    @Override
    public void read(StoredClip clip, int firstFrame, int frames, FloatBuffer into) throws IOException {
        LogMels.requireInside(clip, firstFrame, frames);
        // Includes the neighbours of the crop, so that its edges equal those of the whole clip.
        int begin = Math.max(0, firstFrame - frontEnd.edgeFrames());
        int end = Math.min(clip.frames(), firstFrame + frames + frontEnd.edgeFrames());
        float[] samples = samples(clip, begin, end);
        try (NDManager scope = host.newSubManager()) {
            NDArray spectrogram = frontEnd.apply(scope.create(samples).expandDims(0));
            int from = firstFrame - begin;
            into.put(spectrogram
                    .squeeze(0)
                    .get(new NDIndex(":, {}:{}", from, from + frames))
                    .transpose()
                    .toFloatArray());
        }
    }

    /** The samples needed for frames {@code begin} to {@code end}. */
    private float[] samples(StoredClip clip, int begin, int end) throws IOException {
        int least = frontEnd.samples(end - begin);
        // After the last frame there may be too few samples for another frame.
        int most = end < clip.frames() ? least : frontEnd.samples(end - begin + 1) - 1;
        float[] samples = new float[most];
        int count;
        try (SampleStream stream = reader.open(clip.clip().file())) {
            skip(stream, (long) begin * frontEnd.hop());
            count = stream.fill(samples);
        } catch (IOException e) {
            throw new IOException(
                    clip.clip().filename() + " can no longer be read: " + SkippedClip.reason(e)
                            + " (restore the original file and resume)",
                    e);
        }
        boolean padded = clip.frames() == frontEnd.frames(shortestSamples);
        if (count < least && !padded) {
            throw new IOException(clip.clip().filename()
                    + " has become shorter since training began (restore the original file and resume)");
        }
        return Arrays.copyOf(samples, Math.max(count, least));
    }

    private static void skip(SampleStream stream, long samples) throws IOException {
        float[] unwanted = new float[(int) Math.min(SKIPPED_AT_ONCE, samples)];
        for (long left = samples; left > 0; ) {
            int count = stream.read(unwanted, 0, (int) Math.min(unwanted.length, left));
            if (count == 0) {
                return; // reading the samples after this reports the shortage
            }
            left -= count;
        }
    }

    @Override
    public void close() {
        host.close();
    }
}

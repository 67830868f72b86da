package org.dapple.data.reading;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.dapple.core.files.ContentHash;
import org.dapple.data.audio.DecoderThreads;
import org.dapple.data.audio.SampleStream;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.SkippedClip;
import org.jspecify.annotations.Nullable;

/**
 * Decodes clips of any length ahead on several threads, processes them there, and hands them over in order and in
 * pieces. At most {@value #WAITING} pieces of a clip and {@value #AHEAD} clips wait at a time, so memory stays bounded
 * whatever the length of clips.
 */
public final class PieceReader {
    private static final int AHEAD = 16;
    private static final int WAITING = 2;
    private final AudioReader reader;
    private final int pieceSamples;
    private final Supplier<PieceWork> work;
    /** The current and the next piece of each thread, reused because short clips fill little of them. */
    private final ThreadLocal<float[][]> room = ThreadLocal.withInitial(() -> new float[2][]);

    /**
     * Creates a reader.
     *
     * @param reader opens one file
     * @param pieceSamples number of samples of every piece of a clip except its last
     */
    public PieceReader(AudioReader reader, int pieceSamples) {
        this(reader, pieceSamples, PieceWork::none);
    }

    /**
     * Creates a reader that processes pieces before it hands them over.
     *
     * @param reader opens one file
     * @param pieceSamples number of samples of every piece of a clip except its last, before the work
     * @param work creates the work on one clip
     */
    public PieceReader(AudioReader reader, int pieceSamples, Supplier<PieceWork> work) {
        this.reader = reader;
        this.pieceSamples = pieceSamples;
        this.work = work;
    }

    /**
     * Reads clips.
     *
     * @param clips the clips, in the order of reading
     * @param handler receives each clip
     * @throws IOException if the handler fails
     */
    public void read(List<Clip> clips, PieceHandler handler) throws IOException {
        ExecutorService decoders = DecoderThreads.start();
        try {
            Iterator<Clip> ahead = clips.iterator();
            Queue<BlockingQueue<Item>> waiting = new ArrayDeque<>();
            for (Clip clip : clips) {
                while (waiting.size() < AHEAD && ahead.hasNext()) {
                    Clip next = ahead.next();
                    BlockingQueue<Item> pieces = new ArrayBlockingQueue<>(WAITING);
                    waiting.add(pieces);
                    decoders.execute(() -> decode(next, pieces));
                }
                handOver(clip, waiting.remove(), handler);
            }
            decoders.shutdown(); // the remaining tasks close their files and are not interrupted below
            DecoderThreads.await(decoders);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while reading clips");
        } finally {
            DecoderThreads.end(decoders);
        }
    }

    /** A piece, or the end of a clip: its hash, or the reason why it could not be read further. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    private record Item(
            float[] samples,
            int count,
            boolean last,
            @Nullable String hash,
            @Nullable Throwable failure) {}

    private static void handOver(Clip clip, BlockingQueue<Item> pieces, PieceHandler handler)
            throws IOException, InterruptedException {
        while (true) {
            Item item = pieces.take();
            if (item.failure instanceof IOException reason) {
                handler.skipped(new SkippedClip(clip.filename(), SkippedClip.reason(reason)));
                return;
            } else if (item.failure != null) {
                throw new IllegalStateException(
                        "decoding " + clip.filename() + " failed: " + item.failure, item.failure);
            } else if (item.hash != null) {
                handler.end(clip, item.hash);
                return;
            }
            handler.piece(clip, item.samples, item.count, item.last);
        }
    }

    /** Decodes a clip, on a decoder's thread. */
    private void decode(Clip clip, BlockingQueue<Item> pieces) {
        try {
            try (SampleStream stream = reader.open(clip.file())) {
                ContentHash hash = new ContentHash(stream.sampleRate());
                PieceWork ofClip = work.get();
                float[] piece = room(0);
                float[] after = piece;
                int count = stream.fill(piece);
                while (count > 0) {
                    hash.add(piece, count);
                    int following = 0;
                    if (count == pieceSamples) {
                        after = room(piece == room(0) ? 1 : 0);
                        following = stream.fill(after);
                    }
                    float[] done = ofClip.apply(piece, count, following == 0);
                    pieces.put(new Item(done, done.length, following == 0, null, null));
                    piece = after;
                    count = following;
                }
                pieces.put(new Item(new float[0], 0, true, hash.finish(), null));
            } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
                pieces.put(new Item(new float[0], 0, true, null, e));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the reading was cancelled
        }
    }

    private float[] room(int which) {
        float[][] ofThread = room.get();
        if (ofThread[which] == null) {
            ofThread[which] = new float[pieceSamples];
        }
        return ofThread[which];
    }
}

package org.dapple.data;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.dapple.core.Waveform;

/**
 * Decodes clips ahead of their use on several threads and hands them over in order. At most {@value #AHEAD} waveforms
 * wait at a time, so memory stays bounded; a clip that cannot be read is reported and does not end the reading.
 */
public final class ClipReader {
    private static final int AHEAD = 16;

    private final AudioReader reader;

    /**
     * A reader.
     *
     * @param reader decodes one file
     */
    public ClipReader(AudioReader reader) {
        this.reader = reader;
    }

    /**
     * Reads clips.
     *
     * @param clips in the order wanted
     * @param handler gets each of them
     * @throws IOException if the handler fails
     */
    public void read(List<Clip> clips, ClipHandler handler) throws IOException {
        ExecutorService decoders = DecoderThreads.start();
        try {
            Iterator<Clip> ahead = clips.iterator();
            Queue<Future<Waveform>> waiting = new ArrayDeque<>();
            for (Clip clip : clips) {
                while (waiting.size() < AHEAD && ahead.hasNext()) {
                    Clip next = ahead.next();
                    waiting.add(decoders.submit(() -> reader.read(next.file())));
                }
                handOver(clip, waiting.remove(), handler);
            }
        } finally {
            decoders.shutdownNow();
        }
    }

    /**
     * How long clips usually are, judged by a sample spread evenly over the list.
     *
     * @param clips the clips
     * @param sample about how many of them to decode
     * @param most samples of a clip that are looked at: a longer one counts as this long
     * @return the median number of samples of those that can be read; empty if none can
     * @throws IOException if reading fails as a whole
     */
    public OptionalInt medianSamples(List<Clip> clips, int sample, int most) throws IOException {
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < clips.size(); i += Math.max(1, clips.size() / sample)) {
            samples(clips.get(i), most).ifPresent(lengths::add);
        }
        Collections.sort(lengths);
        return lengths.isEmpty() ? OptionalInt.empty() : OptionalInt.of(lengths.get(lengths.size() / 2));
    }

    private OptionalInt samples(Clip clip, int most) {
        float[] block = new float[1 << 14];
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

    private static void handOver(Clip clip, Future<Waveform> decoded, ClipHandler handler) throws IOException {
        Waveform waveform;
        try {
            waveform = decoded.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof IOException cause)) {
                throw new IllegalStateException("decoding " + clip.filename() + " failed: " + e.getCause(), e);
            }
            handler.skipped(new SkippedClip(clip.filename(), reason(cause)));
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while reading clips");
        }
        handler.read(clip, waveform);
    }

    static String reason(IOException e) {
        if (e instanceof UnreadableAudioException unreadable) {
            return unreadable.reason();
        }
        return e instanceof NoSuchFileException ? "the file does not exist" : String.valueOf(e.getMessage());
    }
}

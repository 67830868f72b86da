package org.dapple.train.finetune;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dapple.core.run.Seeds;

/**
 * The training batches of a fold, in order: pieces of clips, cut at random places. Batch n is a pure function of the
 * fold's seed and n. A thread reads one batch ahead.
 */
final class WaveformBatches implements AutoCloseable {
    private final ClipSounds sounds;
    private final List<Integer> part;
    private final double[] weights;
    private final EpochSampling sampling;
    private final int samples;
    private final int perEpoch;
    private final Seeds seeds;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "dapple-waveforms");
        thread.setDaemon(true);
        return thread;
    });
    private Future<Batch> ahead;
    private long next;
    /** Clips of the epoch that is being read; used only by the reading thread. */
    private List<Integer> order = List.of();

    /**
     * A batch on the host.
     *
     * @param clips positions of its clips
     * @param samples row-major [clips, S], padded with silence
     */
    @SuppressWarnings("ArrayRecordComponent") // made, used and forgotten, never compared
    record Batch(List<Integer> clips, float[] samples) {}

    /**
     * Starts reading.
     *
     * @param sounds all clips
     * @param part positions of the training clips
     * @param weights of each of these
     * @param sampling the clips of an epoch
     * @param perEpoch batches in an epoch
     * @param samples S
     * @param seeds of the fold
     */
    WaveformBatches(
            ClipSounds sounds,
            List<Integer> part,
            double[] weights,
            EpochSampling sampling,
            int perEpoch,
            int samples,
            Seeds seeds) {
        this.sounds = sounds;
        this.part = part;
        this.weights = weights;
        this.sampling = sampling;
        this.perEpoch = perEpoch;
        this.samples = samples;
        this.seeds = seeds;
        this.ahead = reader.submit(() -> read(0));
    }

    /** Waits for the next batch. */
    Batch next() throws IOException {
        try {
            Batch batch = ahead.get();
            long following = ++next;
            ahead = reader.submit(() -> read(following));
            return batch;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for sound");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException reason) {
                throw reason;
            }
            throw new IllegalStateException("reading the next batch failed: " + e.getCause(), e);
        }
    }

    private Batch read(long step) throws IOException {
        long epoch = step / perEpoch;
        int number = (int) (step % perEpoch);
        if (number == 0) {
            order = sampling.draw(part, weights, seeds.host(Seeds.Purpose.ORDER, epoch, 0));
        }
        int from = (int) ((long) number * order.size() / perEpoch);
        int to = (int) ((number + 1L) * order.size() / perEpoch);
        Batch batch = new Batch(order.subList(from, to), new float[(to - from) * samples]);
        SplittableRandom places = seeds.host(Seeds.Purpose.CROP, epoch, number);
        for (int row = 0; row < to - from; row++) {
            int clip = batch.clips.get(row);
            int room = sounds.length(clip) - samples;
            int start = room > 0 ? places.nextInt(room) : 0;
            sounds.copy(clip, start, batch.samples, row * samples, samples);
        }
        return batch;
    }

    /** Stops reading and waits for the thread. */
    @Override
    public void close() {
        reader.shutdown();
        try {
            if (!reader.awaitTermination(1, TimeUnit.HOURS)) {
                throw new IllegalStateException("reading a batch does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

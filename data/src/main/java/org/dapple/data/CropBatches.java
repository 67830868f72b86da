package org.dapple.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.dapple.core.Normalization;
import org.dapple.core.Seeds;
import org.dapple.data.LogMelStore.StoredClip;

/**
 * Batches of random crops for pre-training. An epoch takes one crop of every clip, in a new random order, and drops the
 * last, incomplete batch. Batch n is a pure function of the seed and n, so training can go on anywhere. Safe for
 * several threads.
 */
public final class CropBatches {
    private final LogMelStore store;
    private final List<StoredClip> clips;
    private final int batchSize;
    private final int frames;
    private final Seeds seeds;
    /** The shuffled clips of {@link #orderedEpoch}, kept because shuffling a large corpus at every step would cost. */
    private List<StoredClip> order = List.of();

    private long orderedEpoch = -1;

    /**
     * Batches from a store.
     *
     * @param store its clips must have at least {@code frames} frames
     * @param batchSize clips in a batch; a smaller corpus gives batches of all its clips, so that there is always one
     * @param frames length of a crop
     * @param seeds the run's randomness
     */
    public CropBatches(LogMelStore store, int batchSize, int frames, Seeds seeds) {
        this.store = store;
        this.clips = store.clips();
        this.batchSize = Math.min(batchSize, clips.size());
        this.frames = frames;
        this.seeds = seeds;
    }

    /** {@return B, the clips in every batch} */
    public int batchSize() {
        return batchSize;
    }

    /** {@return batches in an epoch, at least 1} */
    public int perEpoch() {
        return clips.size() / batchSize;
    }

    /**
     * The clips of a batch.
     *
     * @param step which batch, from 0
     * @return B clips
     */
    public synchronized List<StoredClip> clips(long step) {
        long epoch = step / perEpoch();
        int first = (int) (step % perEpoch()) * batchSize;
        if (epoch != orderedEpoch) {
            order = shuffled(seeds.host(Seeds.Purpose.ORDER, epoch, 0));
            orderedEpoch = epoch;
        }
        return order.subList(first, first + batchSize);
    }

    /**
     * A batch.
     *
     * @param manager owner of the result
     * @param step which batch, from 0
     * @return log-mels, not normalised, float32 [B, 1, bands, frames] on the manager's device
     * @throws IOException if the store cannot be read
     */
    public NDArray at(NDManager manager, long step) throws IOException {
        return read(step).upload(manager);
    }

    /**
     * A batch, read but not yet on the device.
     *
     * @param step which batch, from 0
     * @return its crops
     * @throws IOException if the store cannot be read
     */
    public HostBatch read(long step) throws IOException {
        return crops(clips(step), seeds.host(Seeds.Purpose.CROP, 0, step));
    }

    /**
     * A batch that stays the same throughout a run, to look at the encoder with.
     *
     * @param manager owner of the result
     * @param most clips in it, fewer if there are not so many
     * @return as {@link #at}
     * @throws IOException if the store cannot be read
     */
    public NDArray specimen(NDManager manager, int most) throws IOException {
        SplittableRandom random = seeds.host(Seeds.Purpose.SPECIMEN, 0, 0);
        List<StoredClip> chosen = shuffled(random).subList(0, Math.min(most, clips.size()));
        return crops(chosen, random).upload(manager);
    }

    private HostBatch crops(List<StoredClip> chosen, SplittableRandom random) throws IOException {
        FloatBuffer values = FloatBuffer.allocate(chosen.size() * frames * store.bands());
        for (StoredClip clip : chosen) {
            // As in the reference, the very last start is never drawn.
            int start = clip.frames() > frames ? random.nextInt(clip.frames() - frames) : 0;
            store.read(clip, start, frames, values);
        }
        return new HostBatch(values.flip(), chosen.size(), frames, store.bands());
    }

    /**
     * Mean and standard deviation of one random crop of each of up to 5 000 clips.
     *
     * @param manager for temporary arrays
     * @return the statistics
     * @throws IOException if the store cannot be read
     */
    public Normalization statistics(NDManager manager) throws IOException {
        SplittableRandom random = seeds.host(Seeds.Purpose.STATISTICS, 0, 0);
        List<StoredClip> sample = shuffled(random);
        sample = sample.subList(0, Math.min(5000, sample.size()));
        double count = 0;
        double sum = 0;
        double squares = 0;
        for (int first = 0; first < sample.size(); first += 64) {
            try (NDManager scope = manager.newSubManager()) {
                List<StoredClip> part = sample.subList(first, Math.min(first + 64, sample.size()));
                NDArray values = crops(part, random).upload(scope).toType(DataType.FLOAT64, false);
                count += values.size();
                sum += values.sum().getDouble();
                squares += values.square().sum().getDouble();
            }
        }
        double mean = sum / count;
        double variance = Math.max(0, squares / count - mean * mean);
        return new Normalization((float) mean, (float) Math.sqrt(variance + 1e-12));
    }

    private List<StoredClip> shuffled(SplittableRandom random) {
        List<StoredClip> shuffled = new ArrayList<>(clips);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }
}

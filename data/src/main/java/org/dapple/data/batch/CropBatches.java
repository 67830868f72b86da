package org.dapple.data.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.run.Seeds;
import org.dapple.data.clips.StoredClip;
import org.dapple.data.store.LogMels;

/**
 * Batches of random crops for pre-training. An epoch takes one crop of each clip, in a new random order, and drops the
 * last, incomplete batch. Batch n is a pure function of the seed and n, so training can resume anywhere. Thread-safe.
 *
 * <p>If corpora have weights, an epoch takes each corpus's share of the crops. It cycles through the clips of a corpus,
 * each time in a new order.
 */
public final class CropBatches {
    private final List<Share> corpora;
    private final int clips;
    private final int batchSize;
    private final int frames;
    private final Seeds seeds;
    /** The picks of {@link #orderedEpoch}, cached because shuffling a large corpus at every step is expensive. */
    private List<Pick> order = List.of();

    private long orderedEpoch = -1;

    /**
     * One of several mixed corpora.
     *
     * @param logMels its log-mels; all corpora must have the same front end
     * @param weight its share of the crops, relative to the other corpora; 0 for as many crops as clips
     */
    public record Part(LogMels logMels, double weight) {}

    /** A corpus and its number of crops in an epoch. */
    private record Share(int number, LogMels logMels, int crops) {}

    private record Pick(LogMels logMels, StoredClip clip) {}

    /**
     * Batches from one corpus.
     *
     * @param logMels the log-mels of the clips; clips shorter than {@code frames} are padded with silence
     * @param batchSize clips in a batch; a smaller corpus gives batches of all its clips
     * @param frames length of a crop in frames
     * @param seeds the run's randomness
     */
    public CropBatches(LogMels logMels, int batchSize, int frames, Seeds seeds) {
        this(List.of(new Part(logMels, 0)), batchSize, frames, seeds);
    }

    /**
     * Batches from several corpora.
     *
     * @param parts at least one
     * @param batchSize clips in a batch; fewer if there are fewer clips in total
     * @param frames length of a crop in frames
     * @param seeds the run's randomness
     */
    public CropBatches(List<Part> parts, int batchSize, int frames, Seeds seeds) {
        this.corpora = shares(parts);
        this.clips = corpora.stream().mapToInt(Share::crops).sum();
        this.batchSize = Math.min(batchSize, clips);
        this.frames = frames;
        this.seeds = seeds;
    }

    private static List<Share> shares(List<Part> parts) {
        List<Integer> crops = EpochCrops.of(
                        parts.stream().map(part -> part.logMels.clips().size()).toList(),
                        parts.stream().map(Part::weight).toList())
                .shares();
        List<Share> corpora = new ArrayList<>();
        for (Part part : parts) {
            corpora.add(new Share(corpora.size(), part.logMels, crops.get(corpora.size())));
        }
        return corpora;
    }

    /** {@return B, the number of clips in every batch} */
    public int batchSize() {
        return batchSize;
    }

    /** {@return the number of batches in an epoch, at least 1} */
    public int perEpoch() {
        return EpochCrops.batches(clips, batchSize);
    }

    /** {@return the number of threads that should read ahead; the slowest corpus decides} */
    int readers() {
        return corpora.stream()
                .mapToInt(corpus -> corpus.logMels.readers())
                .max()
                .orElseThrow();
    }

    /**
     * The clips of a batch.
     *
     * @param step number of the batch, from 0
     * @return B clips
     */
    public List<StoredClip> clips(long step) {
        return picks(step).stream().map(Pick::clip).toList();
    }

    private synchronized List<Pick> picks(long step) {
        long epoch = step / perEpoch();
        int first = (int) (step % perEpoch()) * batchSize;
        if (epoch != orderedEpoch) {
            List<Pick> picks = new ArrayList<>(clips);
            corpora.forEach(corpus -> addShare(corpus, epoch, picks));
            order = shuffled(picks, seeds.host(Seeds.Purpose.ORDER, epoch, 0));
            orderedEpoch = epoch;
        }
        return order.subList(first, first + batchSize);
    }

    /** Continues through the clips where the previous epoch stopped. */
    private void addShare(Share corpus, long epoch, List<Pick> picks) {
        List<StoredClip> all = corpus.logMels.clips();
        long end = (epoch + 1) * corpus.crops;
        for (long next = epoch * corpus.crops; next < end; ) {
            long round = next / all.size();
            int from = (int) (next % all.size());
            int to = (int) Math.min(all.size(), from + end - next);
            // The order of a whole round does not matter, because the epoch is shuffled.
            List<StoredClip> ordered = to - from == all.size()
                    ? all
                    : shuffled(all, seeds.host(Seeds.Purpose.ORDER, round, 1L + corpus.number));
            ordered.subList(from, to).forEach(clip -> picks.add(new Pick(corpus.logMels, clip)));
            next += to - from;
        }
    }

    /**
     * Reads a batch onto the device.
     *
     * @param manager owner of the result
     * @param step number of the batch, from 0
     * @return log-mels, not normalised, float32 [B, 1, bands, frames] on the manager's device
     * @throws IOException if the store cannot be read
     */
    public NDArray at(NDManager manager, long step) throws IOException {
        return read(step).upload(manager);
    }

    /**
     * Reads a batch without copying it to the device.
     *
     * @param step number of the batch, from 0
     * @return the batch in host memory, B crops
     * @throws IOException if the store cannot be read
     */
    public HostBatch read(long step) throws IOException {
        return crops(picks(step), seeds.host(Seeds.Purpose.CROP, 0, step));
    }

    /**
     * A fixed batch for monitoring the encoder throughout a run.
     *
     * @param manager owner of the result
     * @param most maximum number of clips
     * @return log-mels, not normalised, float32 [N, 1, bands, frames] with N at most {@code most}, on the manager's
     *     device
     * @throws IOException if the store cannot be read
     */
    public NDArray specimen(NDManager manager, int most) throws IOException {
        SplittableRandom random = seeds.host(Seeds.Purpose.SPECIMEN, 0, 0);
        return crops(sample(random, most), random).upload(manager);
    }

    /** A sample of the clips of the first epoch. */
    private List<Pick> sample(SplittableRandom random, int most) {
        List<Pick> picks = new ArrayList<>(clips);
        corpora.forEach(corpus -> addShare(corpus, 0, picks));
        List<Pick> shuffled = shuffled(picks, random);
        return shuffled.subList(0, Math.min(most, shuffled.size()));
    }

    private HostBatch crops(List<Pick> chosen, SplittableRandom random) throws IOException {
        FrontEnd frontEnd = corpora.get(0).logMels.frontEnd();
        int bands = frontEnd.bands();
        FloatBuffer values = FloatBuffer.allocate(chosen.size() * frames * bands);
        for (Pick pick : chosen) {
            int length = pick.clip.frames();
            // As in the reference, the last possible start is never drawn.
            int start = length > frames ? random.nextInt(length - frames) : 0;
            pick.logMels.read(pick.clip, start, Math.min(frames, length), values);
            for (int missing = Math.max(0, frames - length) * bands; missing > 0; missing--) {
                values.put(frontEnd.silence());
            }
        }
        return new HostBatch(values.flip(), chosen.size(), frames, bands);
    }

    /**
     * Mean and standard deviation of the crops of an epoch, of at most 5 000 crops.
     *
     * @param manager owner of temporary arrays
     * @return the statistics
     * @throws IOException if the store cannot be read
     */
    public Normalization statistics(NDManager manager) throws IOException {
        SplittableRandom random = seeds.host(Seeds.Purpose.STATISTICS, 0, 0);
        List<Pick> chosen = sample(random, 5000);
        double count = 0;
        double sum = 0;
        double squares = 0;
        for (int first = 0; first < chosen.size(); first += 64) {
            try (NDManager scope = manager.newSubManager()) {
                List<Pick> part = chosen.subList(first, Math.min(first + 64, chosen.size()));
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

    private static <T> List<T> shuffled(List<T> list, SplittableRandom random) {
        List<T> shuffled = new ArrayList<>(list);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        return shuffled;
    }
}

package org.dapple.data.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dapple.data.store.Corpus;

/**
 * The crops of an epoch, divided among corpora by weight. There are about as many crops as clips: each share is rounded
 * separately, but never to zero.
 *
 * @param shares number of crops of each corpus, in the order of the corpora
 */
public record EpochCrops(List<Integer> shares) {

    /** Copies the list. */
    public EpochCrops {
        shares = List.copyOf(shares);
    }

    /**
     * Divides the crops.
     *
     * @param clips number of clips of each corpus, at least 1
     * @param weights weight of each corpus, relative to the others; 0 for as many crops as clips
     * @return the crops of each corpus
     */
    public static EpochCrops of(List<Integer> clips, List<Double> weights) {
        double total = 0;
        double sum = 0;
        for (int i = 0; i < clips.size(); i++) {
            total += clips.get(i);
            sum += weight(clips, weights, i);
        }
        List<Integer> shares = new ArrayList<>();
        for (int i = 0; i < clips.size(); i++) {
            shares.add((int) Math.max(1, Math.round(total * weight(clips, weights, i) / sum)));
        }
        return new EpochCrops(shares);
    }

    /**
     * Divides the crops by the clips in the manifests, before it is known which clips can be read.
     *
     * @param corpora the corpora
     * @return the crops of each corpus
     * @throws IOException if a manifest cannot be read
     * @throws org.dapple.core.settings.ConfigurationException if a corpus does not exist
     */
    public static EpochCrops listed(List<Corpus> corpora) throws IOException {
        List<Integer> clips = new ArrayList<>();
        for (Corpus corpus : corpora) {
            clips.add(corpus.manifest().clips().size());
        }
        return of(clips, corpora.stream().map(Corpus::weight).toList());
    }

    private static double weight(List<Integer> clips, List<Double> weights, int i) {
        return weights.get(i) > 0 ? weights.get(i) : clips.get(i);
    }

    /** {@return the total number of crops in an epoch} */
    public int all() {
        return shares.stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * The number of batches in an epoch. The last, incomplete batch is dropped, unless it is the only one.
     *
     * @param crops crops of an epoch, at least 1
     * @param batchSize clips in a batch
     * @return at least 1
     */
    public static int batches(long crops, int batchSize) {
        return (int) (crops / Math.min(batchSize, crops));
    }
}

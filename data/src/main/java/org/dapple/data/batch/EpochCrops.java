package org.dapple.data.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dapple.data.store.Corpus;

/**
 * The crops of an epoch, as many as there are clips, shared among corpora by weight. Each share is rounded by itself,
 * but none to zero, so that with weights an epoch may have some crops more or fewer than there are clips.
 *
 * @param shares crops from each corpus, in their order
 */
public record EpochCrops(List<Integer> shares) {

    /** Copies the list. */
    public EpochCrops {
        shares = List.copyOf(shares);
    }

    /**
     * Shares out.
     *
     * @param clips of each corpus, at least 1
     * @param weights of each corpus, relative to the others'; 0: as many as it has clips
     * @return the crops of each
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
     * Of corpora as their manifests list them, before it is known which clips can be read.
     *
     * @param corpora the data
     * @return the crops of each
     * @throws IOException if a list cannot be read
     * @throws org.dapple.core.settings.ConfigurationException if a corpus is not there
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

    /** {@return all crops of an epoch} */
    public int all() {
        return shares.stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Batches of an epoch; the last, incomplete one is dropped. With fewer crops than a batch wants, they are one.
     *
     * @param crops of an epoch, at least 1
     * @param batchSize clips that a batch wants
     * @return at least 1
     */
    public static int batches(long crops, int batchSize) {
        return (int) (crops / Math.min(batchSize, crops));
    }
}

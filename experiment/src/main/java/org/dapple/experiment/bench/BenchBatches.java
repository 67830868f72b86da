package org.dapple.experiment.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.run.Seeds;
import org.dapple.core.run.Watch;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.batch.BatchesAhead;
import org.dapple.data.batch.CropBatches;
import org.dapple.data.store.Corpus;
import org.dapple.data.store.LogMels;
import org.dapple.data.store.LogMelsOnTheFly;
import org.dapple.train.PretrainingConfig;
import org.jspecify.annotations.Nullable;

/** Batches for timing training steps: random numbers, or clips read ahead as in training. */
public interface BenchBatches extends AutoCloseable {

    /** {@return B} */
    int batchSize();

    /** {@return bands of the spectrograms} */
    int bands();

    /**
     * The next batch.
     *
     * @param scope owner of the result
     * @return normalised spectrograms, [B, 1, bands, frames]
     * @throws IOException if a clip cannot be read
     */
    NDArray next(NDManager scope) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Batches for a number of steps.
     *
     * @param data a store, a folder of audio or a manifest; null: random numbers
     * @param config batch size, patches and front end
     * @param frames length of a crop, in frames
     * @param steps how many steps are timed
     * @param manager its device computes
     * @param watch follows the reading of the clips
     * @return the batches; the caller closes them
     * @throws IOException if the data cannot be read
     */
    static BenchBatches of(
            @Nullable Path data, PretrainingConfig config, int frames, long steps, NDManager manager, Watch watch)
            throws IOException {
        Optional<FrontEnd> wanted = config.input().frontEnd();
        return data == null
                ? new Preloaded(config, wanted.orElse(LogMel.standard()).bands(), frames, manager)
                : new Read(data, config, wanted.orElse(LogMel.standard()), frames, steps, manager, watch);
    }

    /** The same random numbers for every step. */
    final class Preloaded implements BenchBatches {
        private final NDArray batch;

        private Preloaded(PretrainingConfig config, int bands, int frames, NDManager manager) {
            this.batch = manager.randomNormal(new Shape(config.optimization().batchSize(), 1, bands, frames));
        }

        @Override
        public int batchSize() {
            return Math.toIntExact(batch.getShape().get(0));
        }

        @Override
        public int bands() {
            return Math.toIntExact(batch.getShape().get(2));
        }

        @Override
        public NDArray next(NDManager scope) {
            NDArray copy = batch.duplicate();
            copy.attach(scope);
            return copy;
        }

        @Override
        public void close() {
            batch.close();
        }
    }

    /** Crops from a store, or from sound that is decoded on the fly. */
    final class Read implements BenchBatches {
        private final LogMels logMels;
        private final CropBatches batches;
        private final Normalization normalization;
        private final BatchesAhead ahead;

        private Read(
                Path data,
                PretrainingConfig config,
                FrontEnd frontEnd,
                int frames,
                long steps,
                NDManager manager,
                Watch watch)
                throws IOException {
            Corpus corpus = new Corpus(data, "", List.of());
            Optional<LogMels> prepared = corpus.openPrepared();
            this.logMels = prepared.isPresent() ? prepared.get() : listen(corpus, frontEnd, frames, manager, watch);
            this.batches =
                    new CropBatches(logMels, config.optimization().batchSize(), frames, new Seeds(config.seed()));
            this.normalization = batches.statistics(manager);
            this.ahead =
                    new BatchesAhead(batches, 0, steps * config.optimization().accumulate());
        }

        private static LogMels listen(Corpus corpus, FrontEnd frontEnd, int frames, NDManager manager, Watch watch)
                throws IOException {
            int clips = corpus.manifest().clips().size();
            try (Watch.Stage progress = watch.begin("listening", clips, "clips")) {
                return LogMelsOnTheFly.of(
                        corpus.manifest().clips(),
                        AudioDecoders.standard(),
                        frontEnd,
                        frames,
                        manager,
                        (done, total) -> progress.at(done, ""));
            }
        }

        @Override
        public int batchSize() {
            return batches.batchSize();
        }

        @Override
        public int bands() {
            return logMels.frontEnd().bands();
        }

        @Override
        public NDArray next(NDManager scope) throws IOException {
            return normalization.apply(ahead.next().upload(scope));
        }

        @Override
        public void close() throws IOException {
            ahead.close();
            logMels.close();
        }
    }
}

package org.dapple.experiment.study.cost;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.run.Seeds;
import org.dapple.data.clips.Clip;
import org.dapple.data.task.DownstreamTask;
import org.dapple.data.task.Fold;
import org.dapple.eval.embedding.Embedder;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.embedding.EncoderFeatures;
import org.dapple.eval.probe.Probe;
import org.dapple.eval.scoring.ProbeTask;
import org.dapple.experiment.study.Cell;
import org.dapple.experiment.study.StudyConfig;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.train.TrainingState;

/**
 * The approximate time of testing an encoder. An untrained one embeds a few clips of each task, and one fold is probed
 * with random vectors, on which a probe gives up sooner than on real ones.
 *
 * @param end seconds for the trained encoder
 * @param onTheWay seconds for a checkpoint of the learning curve
 */
public record TestingTime(double end, double onTheWay) {
    private static final int CLIPS = 32;

    static TestingTime measure(StudyConfig study, Cell cell, List<DownstreamTask> tasks, NDManager manager)
            throws IOException {
        FrontEnd frontEnd = cell.config().input().frontEnd().orElse(LogMel.standard());
        PatchGrid grid = cell.config()
                .input()
                .grid(frontEnd.bands(), cell.config().input().cropFrames().orElseThrow());
        double embedding = 0;
        double probing = 0;
        try (TrainingState state = TrainingState.initial(cell.config(), grid, manager);
                AudioEncoder encoder = new AudioEncoder(
                        frontEnd, new Normalization(0, 1), state.model().encoder(), manager.newSubManager())) {
            for (DownstreamTask task : tasks) {
                List<Clip> some =
                        task.clips().subList(0, Math.min(CLIPS, task.clips().size()));
                long start = System.nanoTime();
                new Embedder(new EncoderFeatures(encoder), task.seconds()).run(some, manager, () -> {});
                embedding += seconds(start) * task.clips().size() / some.size();
                probing += probing(study, task, encoder.width(), manager);
            }
        }
        return new TestingTime(embedding + probing * study.evaluation().probeSeeds(), embedding + probing);
    }

    private static double probing(StudyConfig study, DownstreamTask task, int width, NDManager manager) {
        ProbeTask probe = new ProbeTask(Probe.named(study.evaluation().protocol()), task, new Seeds(1));
        List<Fold> folds = probe.folds();
        float[] values = new float[task.clips().size() * width];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        List<String> hashes = new ArrayList<>(Collections.nCopies(task.clips().size(), ""));
        Embeddings vectors = new Embeddings(task.clips(), hashes, values, width, List.of());
        long start = System.nanoTime();
        probe.run(vectors, folds.subList(0, 1), manager, () -> {});
        return seconds(start) * folds.size();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}

package example;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.Settings;
import org.dapple.data.clips.Manifest;
import org.dapple.data.store.Corpus;
import org.dapple.data.synthetic.SyntheticData;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.probe.Probe;
import org.dapple.eval.scoring.EvaluationJob;
import org.dapple.eval.scoring.EvaluationResults;
import org.dapple.experiment.EncoderEvaluation;
import org.dapple.experiment.encoder.RunChoice;
import org.dapple.train.Catalogues;
import org.dapple.train.PretrainingConfig;
import org.dapple.train.PretrainingJob;
import org.dapple.train.WatchedPretraining;

/** Pre-trains a small encoder and tests it beside baselines: what {@code dapple eval} does is one call. */
public final class EncoderEvaluationExample {
    private EncoderEvaluationExample() {}

    /**
     * Trains and tests.
     *
     * @param folder for sounds, run and report
     * @param watch follows the work
     */
    static EncoderEvaluation.Result run(Path folder, Watch watch) throws IOException {
        Path manifest = new SyntheticData(1, 4, 1, 2).write(folder.resolve("sounds"), watch);
        Path run = folder.resolve("run");
        try (NDManager manager = NDManager.newBaseManager()) {
            Settings settings = new Settings(
                    Map.of("model", Map.of("width", 48, "depth", 2, "heads", 2), "batch_size", 8, "max_steps", 20));
            PretrainingJob job = new PretrainingJob(
                    PretrainingConfig.read(settings, Catalogues.standard()),
                    new Corpus(manifest, "train", List.of()),
                    RunDirectory.create(run),
                    Catalogues.standard());
            try (WatchedPretraining watched = new WatchedPretraining("pre-training", watch)) {
                job.run(manager, watched);
            }
            DownstreamTask task =
                    DownstreamTask.of("synthetic", Manifest.read(manifest).clips(), 2);
            Path out = folder.resolve("evaluation");
            EvaluationJob how = new EvaluationJob(
                    Probe.named("knn"),
                    List.of(42L),
                    Optional.empty(),
                    out.resolve("embeddings"),
                    new EvaluationResults(out.resolve("results")));
            return new EncoderEvaluation(
                            how,
                            List.of(task),
                            List.of(RunChoice.of(run.toString())),
                            List.of(),
                            true,
                            List.of(),
                            false)
                    .run(out, manager, watch);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("dapple");
        run(folder, new PrintingWatch(System.out));
    }
}

package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.Settings;
import org.dapple.data.store.Corpus;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.train.Catalogues;
import org.dapple.train.PretrainingConfig;
import org.dapple.train.PretrainingJob;
import org.dapple.train.PretrainingListener;
import org.dapple.train.record.MetricsLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {
    @TempDir
    Path folder;

    /** The same run by Dapple's own loop. */
    private List<MetricsLog.Entry> dapplesOwn() throws IOException {
        Catalogues catalogues = Catalogues.standard();
        Map<String, Object> settings = Map.of(
                "seed", TrainingLoop.SEED,
                "model", TrainingLoop.RECIPE.encoder().toSettings(),
                "decoder", TrainingLoop.RECIPE.decoder().toSettings(),
                "masking", catalogues.masking().write(TrainingLoop.MASKING),
                "crop_frames", TrainingLoop.GRID.frames(),
                "batch_size", TrainingLoop.BATCH,
                "accumulate", TrainingLoop.MICRO_STEPS,
                "max_steps", TrainingLoop.STEPS,
                "base_learning_rate", TrainingLoop.BASE_LEARNING_RATE,
                "clip_norm", TrainingLoop.CLIP_NORM);
        PretrainingConfig config = PretrainingConfig.read(new Settings(settings), catalogues);
        Corpus corpus = new Corpus(folder.resolve("train/sounds"), "", List.of());
        RunDirectory run = RunDirectory.create(folder.resolve("run"));
        try (NDManager manager = NDManager.newBaseManager()) {
            new PretrainingJob(config, corpus, run, catalogues).run(manager, new PretrainingListener() {});
        }
        return MetricsLog.read(run.metrics());
    }

    @Test
    void trainsAsDapplesOwnLoopDoes() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        List<TrainingLoop.Measured> measured =
                TrainingLoop.run(folder, new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.out.print(printed.toString(StandardCharsets.UTF_8));

        assertTrue(measured.get(29).loss() < measured.get(0).loss(), "the loss falls");
        assertEquals(5, printed.toString(StandardCharsets.UTF_8).lines().count());
        assertTrue(AudioEncoder.isIn(folder.resolve("encoder")));
        List<MetricsLog.Entry> expected = dapplesOwn();
        assertEquals(expected.size(), measured.size());
        for (int step = 0; step < measured.size(); step++) {
            TrainingLoop.Measured found = measured.get(step);
            MetricsLog.Entry own = expected.get(step);
            assertEquals(own.step(), found.step());
            assertEquals((float) own.loss(), found.loss(), "loss of step " + step);
            assertEquals(own.learningRate(), found.learningRate(), "learning rate of step " + step);
            assertEquals((float) own.gradientNorm(), found.gradientNorm(), "gradient norm of step " + step);
        }
    }
}

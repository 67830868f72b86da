package example;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.Settings;
import org.dapple.data.audio.WavFile;
import org.dapple.data.store.Corpus;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.train.Catalogues;
import org.dapple.train.PretrainingConfig;
import org.dapple.train.PretrainingJob;
import org.dapple.train.PretrainingListener;
import org.dapple.train.record.Throughput;

/** Pre-trains with {@link LoudestMasking}, is interrupted half-way, and goes on from the checkpoint. */
public final class OwnMaskingStrategy {
    private OwnMaskingStrategy() {}

    /** Dapple's catalogues and one strategy more; whoever reads configurations takes them as an argument. */
    static Catalogues catalogues() {
        Catalogues standard = Catalogues.standard();
        return new Catalogues(
                standard.masking().with("loudest", LoudestMasking.CODEC), standard.recipes(), standard.frontEnds());
    }

    /** As a configuration file would have it; everything else is left to its default. */
    static PretrainingConfig config() {
        Map<String, ?> settings = Map.of(
                "model",
                Map.of("width", 48, "depth", 2, "heads", 2),
                "decoder",
                Map.of("width", 48, "depth", 1, "heads", 2),
                "masking",
                Map.of("strategy", "loudest", "chance", 0.5),
                "batch_size",
                8,
                "crop_frames",
                96,
                "max_steps",
                40);
        return PretrainingConfig.read(new Settings(settings), catalogues());
    }

    /** Counts the steps, and stops the run at one of them. */
    private static final class StopAt implements PretrainingListener {
        private final long stop;
        private long done;
        private double loss;

        StopAt(long stop) {
            this.stop = stop;
        }

        @Override
        public void trained(long steps, long total, int clipsPerStep, double lastLoss, Throughput speed) {
            done = steps;
            loss = lastLoss;
        }

        @Override
        public boolean stopRequested() {
            return done >= stop;
        }

        String line(String title, PretrainingJob.Outcome outcome) {
            return String.format(Locale.ROOT, "%s: %s after step %d, loss %.3f", title, outcome, done, loss);
        }
    }

    /** Trains on generated sounds, in two sittings. */
    static void run(Path folder, PrintStream out) throws IOException {
        Path sounds = folder.resolve("sounds");
        SyntheticCorpus corpus = new SyntheticCorpus(1);
        for (int i = 0; i < 28; i++) {
            WavFile.write(sounds.resolve(i + ".wav"), corpus.clip(i));
        }
        RunDirectory run = RunDirectory.create(folder.resolve("run"));
        try (NDManager manager = NDManager.newBaseManager()) {
            PretrainingJob job = new PretrainingJob(config(), new Corpus(sounds, "", List.of()), run, catalogues());
            StopAt halfWay = new StopAt(20);
            out.println(halfWay.line("begun", job.run(manager, halfWay)));

            // Perhaps in another process: the run's folder is all it takes.
            PretrainingJob reopened = PretrainingJob.open(RunDirectory.open(run.root(), "run"), catalogues());
            out.println("the run was begun with " + reopened.config().masking());
            StopAt end = new StopAt(Long.MAX_VALUE);
            out.println(end.line("resumed", reopened.run(manager, end)));
        }
        out.println("the encoder is in " + run.encoder());
    }

    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("dapple"), System.out);
    }
}

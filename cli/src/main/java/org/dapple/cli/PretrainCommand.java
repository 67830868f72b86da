package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.Overrides;
import org.dapple.cli.command.Terminal;
import org.dapple.core.files.WorkLock;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.store.Corpus;
import org.dapple.data.synthetic.SyntheticData;
import org.dapple.train.Catalogues;
import org.dapple.train.Housekeeping;
import org.dapple.train.PretrainingConfig;
import org.dapple.train.PretrainingJob;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Pre-trains an encoder. */
@Command(
        name = "pretrain",
        description = {
            "Pre-train an encoder on unlabelled sound.",
            "",
            "Example:  ./dapple pretrain --data my/recordings --out runs/first model=tiny max_steps=1000",
            "          ./dapple pretrain --data my/recordings --out runs/second --config presets/tiny-m2d.yaml",
            "",
            "Settings and their defaults:",
            "  model=tiny             small, base, large; or model.width, .depth, .heads",
            "  pretext=mae            m2d, data2vec2; decoder.width, .depth, .heads",
            "    normalized_targets=true                            (mae)",
            "    teacher_view=masked, teacher_init=copy             (m2d: all, independent)",
            "    teacher_start=0.99, teacher_end=0.999              (m2d, data2vec2)",
            "    masks_per_clip=8, decoder.depth, .kernel, .groups  (data2vec2)",
            "  masking.strategy=dwm   random, inverse_block, block, self_guided, time,",
            "                         frequency, structured",
            "  masking.ratio=0.7      share of hidden patches",
            "  masking.hint=0.5       or masking.hint.form, .start and .end",
            "  crop_frames=auto       10 ms each; patch_height=16, patch_width=16",
            "  front_end.type=logmel  kaldi_fbank",
            "  on_the_fly=false       true: decode sound for every step, store nothing",
            "  batch_size=32          accumulate=1: batches in a step",
            "  max_steps=1000         epochs (none)",
            "  base_learning_rate=0.003 for 256 clips; warmup_share=0.1",
            "  weight_decay=0.05      clip_norm=3",
            "  precision=fp32         bf16",
            "  init.from (none)       a run, an encoder's folder or a file of weights",
            "  seed=3                 device=auto",
            "Settings that may change when a run is resumed (--allow-change):",
            "  checkpoint_every=500   keep_checkpoints=2 (and the best)",
            "  max_minutes (none)     health_every=200, tensorboard=true",
            "",
            "To mix several corpora, give the file of --config a list named data. Each entry has path, split, folds and"
                    + " weight (its share of the crops; default: its number of clips).",
            ""
        })
final class PretrainCommand extends DappleCommand {
    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "A folder of audio, a manifest CSV with a column filename, a store made by dapple prepare, or a"
                            + " folder of M2D's log-mels (.npy, files_*.csv). Default: the synthetic corpus. With --resume:"
                            + " the new path of the run's data, if it was moved.")
    private @Nullable Path data;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "Use only these rows of the manifest, for example train.")
    private String split = "";

    @Option(names = "--folds", paramLabel = "N,N", split = ",", description = "Use only these folds of the manifest.")
    private List<String> folds = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "A new folder for the run.")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "Continue an interrupted run.")
    private @Nullable Path resume;

    @Option(
            names = "--allow-change",
            description = "With --resume: allow changes of settings that do not affect learning; run.json lists them.")
    private boolean allowChange;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings as YAML; the command line overrides them.")
    private @Nullable Path config;

    @Option(names = "--print-config", description = "Print the resulting settings as YAML and end.")
    private boolean printConfig;

    @Override
    public Map<String, Object> defaults() throws IOException {
        return config == null ? Map.of() : Overrides.file(config, "pretrain");
    }

    @Override
    public Outcome run(Settings settings, NDManager manager) throws IOException {
        if (printConfig) {
            Catalogues catalogues = Catalogues.standard();
            Map<String, Object> resolved =
                    PretrainingConfig.read(settings, catalogues).toSettings(catalogues);
            say(Overrides.yaml(resolved));
            List<String> open = List.of("front_end", "init", "epochs", "max_minutes").stream()
                    .filter(key -> !resolved.containsKey(key))
                    .toList();
            say("# not set, so chosen from the data or without effect: " + String.join(", ", open));
            return Outcome.done(resolved);
        }
        return resume == null ? begin(settings, manager) : goOn(resume, settings, manager);
    }

    private Outcome goOn(Path resume, Settings settings, NDManager manager) throws IOException {
        if (out != null || config != null || !split.isEmpty() || !folds.isEmpty()) {
            throw new ConfigurationException(
                    "--resume",
                    "continues a run with its own settings: leave out --split, --folds, --out and --config");
        }
        RunDirectory run = RunDirectory.open(resume, "--resume");
        Map<String, Object> changes = settings.unread();
        if (!changes.isEmpty() && !allowChange) {
            String key = changes.keySet().iterator().next();
            throw new ConfigurationException(
                    key,
                    Housekeeping.keys().contains(key)
                            ? "can be changed only with --allow-change: a resumed run keeps its own settings"
                            : "cannot be changed: a resumed run keeps its own settings");
        }
        return WorkLock.holding(resume, () -> {
            PretrainingJob job = PretrainingJob.open(run, Catalogues.standard()).with(changes);
            return Pretraining.run(data == null ? job : job.movedTo(data), manager, "pre-training");
        });
    }

    private Outcome begin(Settings settings, NDManager manager) throws IOException {
        if (allowChange) {
            throw new ConfigurationException("--allow-change", "is for resumed runs: use it with --resume");
        }
        if (out == null) {
            throw new ConfigurationException("--out", "is missing: name a new folder for the run");
        }
        Path folder = out;
        List<Corpus> corpora = corpora(settings);
        PretrainingConfig training = PretrainingConfig.read(settings, Catalogues.standard());
        for (Corpus corpus : corpora) {
            corpus.manifest().remarks().forEach(DappleCommand::say); // refuses wrong data before anything is made
        }
        if (!WorkLock.isTaken(folder)) {
            RunDirectory.create(folder); // refuses a folder with other content before a lock is put into it
        }
        return WorkLock.holding(folder, () -> Pretraining.run(job(training, corpora, folder), manager, "pre-training"));
    }

    private static PretrainingJob job(PretrainingConfig training, List<Corpus> corpora, Path folder)
            throws IOException {
        RunDirectory run = RunDirectory.create(folder);
        List<Corpus> heard = corpora.isEmpty()
                ? List.of(new Corpus(
                        SyntheticData.SMALL.write(folder.resolve("data"), Terminal.WATCH), "train", List.of()))
                : corpora;
        return new PretrainingJob(training, heard, run, Catalogues.standard());
    }

    /** The corpora, from the options or from the key {@code data}: a path, a section, or a list of sections. */
    private List<Corpus> corpora(Settings settings) {
        if (!settings.has("data")) {
            return data == null ? List.of() : List.of(new Corpus(data, split, folds));
        }
        if (data != null || !split.isEmpty() || !folds.isEmpty()) {
            throw new ConfigurationException(
                    "data", "is given twice: leave out --data, --split and --folds, or the setting");
        }
        if (settings.isSection("data")) {
            return List.of(settings.nested("data", Corpus::read));
        }
        return settings.isList("data")
                ? settings.list("data", Corpus::read)
                : List.of(new Corpus(Path.of(settings.text("data", "")), "", List.of()));
    }
}

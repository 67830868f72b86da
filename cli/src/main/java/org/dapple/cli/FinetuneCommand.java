package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.EncoderChoice;
import org.dapple.cli.command.FolderCheck;
import org.dapple.cli.command.Interruption;
import org.dapple.cli.command.Overrides;
import org.dapple.cli.command.Terminal;
import org.dapple.core.files.FileFormat;
import org.dapple.core.files.Json;
import org.dapple.core.files.WorkLock;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Heard;
import org.dapple.data.clips.Manifest;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.leak.LeakCheck;
import org.dapple.experiment.encoder.ChosenEncoder;
import org.dapple.experiment.scoring.FineTuning;
import org.dapple.experiment.scoring.FineTuningResults;
import org.dapple.experiment.scoring.Leaks;
import org.dapple.experiment.scoring.Probing;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.train.finetune.ClipSounds;
import org.dapple.train.finetune.FineTuningConfig;
import org.dapple.train.finetune.Optimizers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains an encoder and a classifier on labelled sound. */
@Command(
        name = "finetune",
        description = {
            "Fine-tune a pre-trained encoder on labelled sound and test it.",
            "",
            "The manifest needs a column label, and either a column split (train, test, perhaps valid) or a column fold.",
            "",
            "Example:  ./dapple finetune --run runs/first --data my/manifest.csv --out finetuned epochs=30",
            "          ./dapple finetune --run runs/first --data esc50.csv --config presets/finetune-esc50.yaml",
            "",
            "Settings and their defaults:",
            "  epochs=30              warmup_epochs (a tenth), batch_size=32",
            "  optimizer=adamw        beta1=0.9, beta2=0.999, epsilon=1e-8,",
            "                         weight_decay=0.01, amsgrad=false",
            "            sgd          momentum=0.9, weight_decay=0",
            "            lars         momentum=0.9, weight_decay=0, trust=0.001",
            "  learning_rate=0.0005   0.5 for sgd and lars; min_learning_rate=1e-7",
            "  mixup=0.3              0: none; mixup_on=waveform or log_mel",
            "  spec_augment.frequency=15 (bands), .time=48 (frames); 0: none",
            "  random_resize_crop=true",
            "  training_mask=0.5      share of patches hidden in training; 0: none",
            "                         training_mask_as_published=false",
            "  freeze (none)          parts of the encoder, for example patch_embed,blocks.0",
            "  select=valid           or test: choose the best epoch on the test part",
            "  seconds=auto           the median length, at most 30; last_patch=pad or drop",
            "  sampler=uniform        or class_weighted; draws_per_epoch (all)",
            "  precision=fp32         bf16",
            "  seed=42                device=auto",
            ""
        })
final class FinetuneCommand extends DappleCommand {
    @ArgGroup(multiplicity = "0..1")
    private @Nullable EncoderChoice choice;

    @Option(names = "--data", paramLabel = "CSV", description = "A manifest with labels.")
    private @Nullable Path data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "A new folder for the fine-tuned encoders and classifiers, settings and predictions.")
    private @Nullable Path out;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Number of fine-tuning runs, with seeds seed, seed + 1, … Default: 1.")
    private int seeds = 1;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings as YAML; the command line overrides them.")
    private @Nullable Path config;

    @Option(names = "--print-config", description = "Print the resulting settings as YAML and end.")
    private boolean printConfig;

    @Option(
            names = "--allow-heard",
            description = "Accept test clips that pre-training has heard. The score is then no estimate for new sound.")
    private boolean allowHeard;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "Also write every prediction to a CSV file (with --seeds: one file for each seed).")
    private @Nullable Path predictions;

    @Override
    public Map<String, Object> defaults() throws IOException {
        return config == null ? Map.of() : Overrides.file(config, "finetune");
    }

    @Override
    public Outcome run(Settings settings, NDManager manager) throws IOException {
        FineTuningConfig training = FineTuningConfig.read(settings, Optimizers.standard());
        if (printConfig) {
            Map<String, Object> resolved = training.toSettings(Optimizers.standard());
            say(Overrides.yaml(resolved));
            return Outcome.done(resolved);
        }
        if (choice == null || data == null) {
            throw new ConfigurationException(
                    choice == null ? "--run" : "--data",
                    "is missing: name "
                            + (choice == null ? "a run, or an encoder's folder with --encoder" : "a manifest"));
        }
        ConfigurationException.require(seeds > 0, "--seeds", "be at least 1", seeds);
        ChosenEncoder chosen = choice.read();
        Path labelled = data;
        if (out == null) {
            return train(training, chosen, labelled, manager);
        }
        FolderCheck.writable("--out", out);
        return WorkLock.holding(out, () -> train(training, chosen, labelled, manager));
    }

    private Outcome train(FineTuningConfig training, ChosenEncoder chosen, Path data, NDManager manager)
            throws IOException {
        if (out != null) {
            FineTuning.requireNew(out);
        }
        Optional<RunDirectory> run = chosen.run().map(of -> of.job().run());
        List<Clip> clips = Manifest.read(data).clips();
        double seconds =
                training.seconds().isPresent() ? training.seconds().getAsDouble() : Probing.medianSeconds(clips);
        FineTuning work = new FineTuning(training, DownstreamTask.of("data", clips, seconds), manager, Terminal.WATCH);
        work.check();
        Interruption.ofProcess().savesWhenAsked();
        try (AudioEncoder encoder = chosen.loader().load(manager)) {
            training.requireParts(encoder);
            ClipSounds sounds = work.read(encoder.sampleRate());
            Heard heard = chosen.heard();
            LeakCheck leaks =
                    LeakCheck.of(heard, sounds.clips(), sounds.contentHashes(), FineTuning.folds(sounds.clips()));
            Leaks.refuse(leaks, allowHeard);
            FineTuningResults results = work.run(encoder, heard, sounds, seeds, Optional.ofNullable(out));
            say(results.table());
            say(String.format(Locale.ROOT, "Clips were cut or padded to %.2f s.", seconds));
            Map<String, Object> json = new LinkedHashMap<>(Map.of(FileFormat.KEY, 1L));
            json.putAll(results.toJson());
            json.put("skipped", sounds.skipped().size());
            json.put("encoder", chosen.name());
            run.ifPresent(of -> json.put("run", of.root().toString()));
            json.put("data", data.toString());
            json.put("seconds", seconds);
            json.putAll(leaks.toJson());
            leaks.sentences().forEach(DappleCommand::say);
            json.put("config", training.toSettings(Optimizers.standard()));
            json.put(
                    "provenance",
                    work.origin(chosen, encoder, sounds, results.seeds()).toJson(manager));
            if (predictions != null) {
                results.writePredictions(predictions);
            }
            if (out != null) {
                results.writePredictions(out.resolve("predictions.csv"));
                Json.write(out.resolve(FineTuning.DESCRIPTION), json);
                say("Kept: " + out);
            }
            return Outcome.done(json);
        }
    }
}

package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.EncoderChoice;
import org.dapple.cli.command.FolderCheck;
import org.dapple.cli.command.Interruption;
import org.dapple.cli.command.Terminal;
import org.dapple.core.files.AtomicFile;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Heard;
import org.dapple.data.clips.Manifest;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.embedding.EncoderFeatures;
import org.dapple.eval.leak.LeakCheck;
import org.dapple.eval.probe.Probe;
import org.dapple.eval.result.Predictions;
import org.dapple.eval.result.ProbeResult;
import org.dapple.eval.result.TaskResult;
import org.dapple.experiment.encoder.ChosenEncoder;
import org.dapple.experiment.encoder.ProbeRates;
import org.dapple.experiment.encoder.RunChoice;
import org.dapple.experiment.encoder.Unfinished;
import org.dapple.experiment.report.Reports;
import org.dapple.experiment.scoring.Probing;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.train.PretrainingJob;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures an encoder with a linear probe. */
@Command(
        name = "probe",
        description = {
            "Measure a pre-trained encoder: a linear probe on its frozen embeddings.",
            "",
            "The manifest needs a column label, and either a column split (train, test, perhaps valid) or a column fold.",
            "Protocol evar uses three seeds, the others one (see --seeds). dapple eval adds baselines and comparisons.",
            "",
            "Example:  ./dapple probe --run runs/first --data my/manifest.csv --json scores.json",
            ""
        })
final class ProbeCommand extends DappleCommand {
    private static final long FIRST_SEED = 42;

    @ArgGroup(multiplicity = "1")
    private EncoderChoice choice = new EncoderChoice();

    @Option(names = "--data", required = true, paramLabel = "CSV", description = "A manifest with labels.")
    private Path data = Path.of("");

    @Option(names = "--untrained", description = "Probe an encoder of the same size with random weights.")
    private boolean untrained;

    @Option(
            names = "--allow-heard",
            description =
                    "Accept test clips that pre-training has heard, or whose recordings or speakers it has heard. The"
                            + " score is then no estimate for new sound.")
    private boolean allowHeard;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Cut or pad clips to this length. Default: their median length, at most 30.")
    private @Nullable Double seconds;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            description =
                    "strict (default); evar: as in EVAR, with its quirks; logistic: logistic regression to its optimum; knn:"
                            + " a vote of the nearest clips.")
    private String protocol = "strict";

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Runs of the probe, with seeds 42, 43, … Default: 3 for protocol evar, else 1.")
    private @Nullable Integer seeds;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description =
                    "The learning rate of protocol evar. Known for runs; use 3e-5 for M2D and ATST-Frame, 3e-4 for others.")
    private @Nullable String learningRate;

    @Option(
            names = "--embeddings",
            paramLabel = "DIR",
            description = "Keep embeddings here, so that an interrupted probe continues with them. Default: an"
                    + " interrupted probe begins again.")
    private @Nullable Path embeddings;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "Also write every prediction of the first seed to a CSV file.")
    private @Nullable Path predictions;

    @Option(names = "--report", paramLabel = "FILE", description = "Also write an HTML report.")
    private @Nullable Path report;

    @Override
    public Outcome run(Settings settings, NDManager manager) throws IOException {
        settings.done();
        ChosenEncoder chosen = choice.read();
        Optional<PretrainingJob> job = chosen.run().map(RunChoice::job);
        Optional<RunDirectory> directory = job.map(PretrainingJob::run);
        if (untrained && job.isEmpty()) {
            throw new ConfigurationException(
                    "--untrained", "needs --run: an encoder's folder does not have the first weights");
        }
        if (Files.isDirectory(data)) {
            Path inside = data.resolve("manifest.csv");
            throw new ConfigurationException(
                    "--data",
                    "must be a manifest with labels; " + data + " is a folder"
                            + (Files.exists(inside) ? ": name " + inside : ""));
        }
        if (embeddings != null) {
            FolderCheck.writable("--embeddings", embeddings);
        }
        String name =
                untrained ? "untrained encoder" : job.isPresent() ? "pre-trained encoder" : "encoder " + chosen.name();
        Probe probe = probe(chosen);
        List<Clip> clips = Manifest.read(data).clips();
        Probing probing = new Probing(clips, seconds, probe, manager, Terminal.WATCH);
        probing.check();
        try (AudioEncoder encoder = untrained && job.isPresent()
                ? job.get().encoders().untrained(manager)
                : chosen.loader().load(manager)) {
            Heard heard = untrained ? Heard.nothing() : chosen.heard();
            probing.refuseEarly(heard, allowHeard);
            if (directory.isPresent() && !untrained) {
                Unfinished.of(directory.get()).ifPresent(DappleCommand::say);
            }
            long began = System.nanoTime();
            Embeddings found = embed(probing, name, encoder);
            double embedding = seconds(began);
            LeakCheck leaks = probing.leaks(found, heard, allowHeard);
            began = System.nanoTime();
            TaskResult tested = probing.probe(name, found, seeds());
            ProbeResult result = tested.runs().get(0);
            double probed = seconds(began);
            say(String.format(
                    Locale.ROOT, "Clips were cut or padded to %.2f s; %s.", probing.seconds(), probe.protocolName()));
            Map<String, Object> json = new LinkedHashMap<>(result.toJson());
            if (tested.runs().size() > 1) {
                json.put("score", tested.score());
                json.put(result.metric().shortName(), ProbeResult.json(tested.overClips()));
                json.put("runs", runs(tested));
            }
            json.put("embedding_seconds", embedding);
            json.put("probe_seconds", probed);
            Map<String, Object> learning = new LinkedHashMap<>();
            learning.put("protocol", probe.protocolName());
            learning.put("seeds", seeds());
            String checkpoint =
                    untrained ? "0" : chosen.run().map(RunChoice::checkpoint).orElse("");
            Map<String, Object> provenance = probing.origin(
                            chosen.name(), checkpoint, new EncoderFeatures(encoder), found, learning)
                    .toJson(manager);
            json.put("provenance", provenance);
            json.put("skipped", found.skipped().size());
            directory.ifPresent(run -> json.put("run", run.root().toString()));
            json.put("data", data.toString());
            json.put("encoder", name);
            json.putAll(leaks.toJson());
            if (predictions != null) {
                Predictions.write(predictions, result.labels(), result.predictions());
            }
            if (report != null) {
                AtomicFile.write(report, Reports.ofProbe(job, name, data, tested, leaks, provenance));
                say("Report: " + report);
            }
            return Outcome.done(json);
        }
    }

    private Embeddings embed(Probing probing, String name, AudioEncoder encoder) throws IOException {
        if (embeddings == null) {
            return probing.embed(name, encoder);
        }
        Interruption.ofProcess().savesWhenAsked();
        try {
            return probing.embed(name, new EncoderFeatures(encoder), Optional.of(embeddings));
        } finally {
            Interruption.ofProcess().endsAtOnce(); // the probe itself is short and begins again
        }
    }

    /** The probe; refused if its protocol prescribes a rate that is not known. */
    private Probe probe(ChosenEncoder chosen) {
        Probe probe = Probe.named(protocol);
        ProbeRates rates = new ProbeRates(probe, learningRate == null ? List.of() : List.of(learningRate));
        OptionalDouble known = chosen.run().map(RunChoice::evarRate).orElse(OptionalDouble.empty());
        OptionalDouble rate = rates.of(chosen.name(), known, false);
        return rate.isPresent() ? probe.atLearningRate(rate.getAsDouble()) : probe;
    }

    private List<Long> seeds() {
        int count = seeds == null ? Probe.named(protocol).usualSeeds() : seeds;
        ConfigurationException.require(count > 0 && count <= 1000, "--seeds", "be between 1 and 1000", count);
        return LongStream.range(FIRST_SEED, FIRST_SEED + count).boxed().toList();
    }

    private List<Object> runs(TaskResult tested) {
        List<Object> runs = new ArrayList<>();
        for (ProbeResult run : tested.runs()) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("seed", seeds().get(runs.size()));
            tree.put("score", run.score());
            tree.put("folds", run.foldsJson());
            runs.add(tree);
        }
        return runs;
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}

package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.AtomicFile;
import org.dapple.core.ConfigurationException;
import org.dapple.core.Provenance;
import org.dapple.core.RunDirectory;
import org.dapple.core.Settings;
import org.dapple.data.Clip;
import org.dapple.data.Heard;
import org.dapple.data.Manifest;
import org.dapple.eval.Embeddings;
import org.dapple.eval.EncoderFeatures;
import org.dapple.eval.LeakCheck;
import org.dapple.eval.Predictions;
import org.dapple.eval.ProbeResult;
import org.dapple.eval.probe.Probe;
import org.dapple.models.AudioEncoder;
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
            "The probe is trained once, from seed 42; dapple eval takes the mean of several, adds baselines and compares.",
            "",
            "Example:  ./dapple probe --run runs/first --data my/manifest.csv --json scores.json",
            ""
        })
final class ProbeCommand extends DappleCommand {
    @ArgGroup(multiplicity = "1")
    private EncoderChoice choice = new EncoderChoice();

    @Option(names = "--data", required = true, paramLabel = "CSV", description = "A manifest with labels.")
    private Path data = Path.of("");

    @Option(names = "--untrained", description = "Probe the same encoder as it was before training.")
    private boolean untrained;

    @Option(
            names = "--allow-heard",
            description =
                    "Accept test clips that pre-training has heard, or whose recordings or speakers it has heard; the"
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
                    "strict (default); evar: the reference's, with its quirks; logistic: a convex optimum; knn: the nearest"
                            + " clips vote.")
    private String protocol = "strict";

    @Option(
            names = "--embeddings",
            paramLabel = "DIR",
            description = "Keep embeddings there, and use those that are: an interrupted probe goes on with them."
                    + " Default: an interrupted probe begins again.")
    private @Nullable Path embeddings;

    @Option(names = "--predictions", paramLabel = "FILE", description = "Also write every prediction to a CSV file.")
    private @Nullable Path predictions;

    @Option(names = "--report", paramLabel = "FILE", description = "Also write an HTML report.")
    private @Nullable Path report;

    @Override
    Outcome run(Settings settings, NDManager manager) throws IOException {
        settings.done();
        EncoderChoice.Chosen chosen = choice.read();
        Optional<PretrainingJob> job = chosen.run().map(RunChoice::job);
        Optional<RunDirectory> directory = job.map(PretrainingJob::run);
        if (untrained && job.isEmpty()) {
            throw new ConfigurationException("--untrained", "needs --run: a folder does not tell how training began");
        }
        if (Files.isDirectory(data)) {
            Path inside = data.resolve("manifest.csv");
            throw new ConfigurationException(
                    "--data",
                    "must be a manifest, which has the labels; " + data + " is a folder"
                            + (Files.exists(inside) ? ": name " + inside : ""));
        }
        if (embeddings != null) {
            FolderCheck.writable("--embeddings", embeddings);
        }
        List<Clip> clips = Manifest.read(data).clips();
        Probing probing = new Probing(clips, seconds, Probe.named(protocol), manager);
        probing.check();
        String name =
                untrained ? "untrained encoder" : job.isPresent() ? "pre-trained encoder" : "encoder " + chosen.name();
        try (AudioEncoder encoder = untrained && job.isPresent()
                ? job.get().untrainedEncoder(manager)
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
            ProbeResult result = probing.probe(name, found);
            double probed = seconds(began);
            Map<String, Object> json = new LinkedHashMap<>(result.toJson());
            json.put("embeddingSeconds", embedding);
            json.put("probeSeconds", probed);
            json.put("provenance", Provenance.of(manager));
            json.put("skipped", found.skipped().size());
            directory.ifPresent(run -> json.put("run", run.root().toString()));
            json.put("data", data.toString());
            json.put("encoder", name);
            json.putAll(leaks.toJson());
            if (predictions != null) {
                Predictions.write(predictions, result.labels(), result.predictions());
            }
            if (report != null) {
                AtomicFile.write(report, Reports.ofProbe(job, chosen.name(), name, data, result, leaks, manager));
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
            Interruption.ofProcess().endsAtOnce(); // the probe itself is short, and begins again
        }
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}

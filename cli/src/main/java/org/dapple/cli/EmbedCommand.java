package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.EncoderChoice;
import org.dapple.cli.command.FolderCheck;
import org.dapple.cli.command.Interruption;
import org.dapple.cli.command.Terminal;
import org.dapple.core.files.Json;
import org.dapple.core.files.WorkLock;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.CsvFile;
import org.dapple.data.clips.Manifest;
import org.dapple.data.clips.SkippedClip;
import org.dapple.eval.embedding.ClipFeatures;
import org.dapple.eval.embedding.Embedder;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.embedding.EncoderFeatures;
import org.dapple.eval.embedding.LogMelStatistics;
import org.dapple.eval.embedding.NpyFile;
import org.dapple.eval.result.ResultOrigin;
import org.dapple.experiment.encoder.ChosenEncoder;
import org.dapple.experiment.encoder.Entry;
import org.dapple.experiment.encoder.RunChoice;
import org.dapple.experiment.scoring.Probing;
import org.dapple.experiment.scoring.UnfinishedEmbeddings;
import org.dapple.models.encoder.AudioEncoder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes embeddings for use elsewhere. */
@Command(
        name = "embed",
        description = {
            "Write one embedding per clip: embeddings.npy (float32, clips x width), index.csv (its rows) and provenance.json"
                    + " (how they were made). If interrupted, start it again to continue.",
            "",
            "Example:  ./dapple embed --run runs/first --data my/recordings --out my/embeddings",
            ""
        })
final class EmbedCommand extends DappleCommand {
    private static final String VECTORS = "embeddings.npy";

    @ArgGroup(multiplicity = "0..1")
    private @Nullable EncoderChoice choice;

    @Option(
            names = "--untrained",
            description = "Use an encoder of the same size as that of --run, with random weights.")
    private boolean untrained;

    @Option(
            names = "--baseline",
            description = "Use no encoder, but the mean and deviation over time of every log-mel band.")
    private boolean baseline;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "PATH",
            description = "A folder of audio or a manifest CSV.")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to write.")
    private Path out = Path.of("");

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Cut or pad clips to this length. Default: their median length, at most 30.")
    private @Nullable Double seconds;

    @Override
    public Outcome run(Settings settings, NDManager manager) throws IOException {
        settings.done();
        if (baseline == (choice != null)) {
            throw new ConfigurationException(
                    "--run",
                    choice == null
                            ? "is missing: name a run, or use --encoder or --baseline"
                            : "cannot be combined with --baseline, nor can --encoder: choose one");
        }
        Optional<ChosenEncoder> chosen = choice == null ? Optional.empty() : Optional.of(choice.read());
        if (untrained && chosen.flatMap(ChosenEncoder::run).isEmpty()) {
            throw new ConfigurationException(
                    "--untrained", "needs --run: an encoder's folder does not have the first weights");
        }
        FolderCheck.writable("--out", out);
        return WorkLock.holding(out, () -> write(chosen, manager));
    }

    private Outcome write(Optional<ChosenEncoder> chosen, NDManager manager) throws IOException {
        UnfinishedEmbeddings unfinished = new UnfinishedEmbeddings(out.resolve("unfinished"));
        if (Files.exists(out.resolve(VECTORS))) {
            unfinished.delete(); // an earlier process may have been killed before it did this
            throw new ConfigurationException("--out", "must be a new folder; " + out + " already holds embeddings");
        }
        Manifest manifest = Manifest.read(data);
        manifest.remarks().forEach(DappleCommand::say);
        if (chosen.isEmpty()) {
            return write(manifest, Entry.STATISTICS_NAME, "", new LogMelStatistics(Entry.STATISTICS), manager);
        }
        Optional<RunChoice> run = chosen.get().run();
        String checkpoint = untrained ? "0" : run.map(RunChoice::checkpoint).orElse("");
        try (AudioEncoder encoder = untrained
                ? run.orElseThrow().job().encoders().untrained(manager)
                : chosen.get().loader().load(manager)) {
            return write(manifest, chosen.get().name(), checkpoint, new EncoderFeatures(encoder), manager);
        }
    }

    private Outcome write(Manifest manifest, String name, String checkpoint, ClipFeatures features, NDManager manager)
            throws IOException {
        UnfinishedEmbeddings unfinished = new UnfinishedEmbeddings(out.resolve("unfinished"));
        double length = Probing.seconds(manifest.clips(), seconds);
        unfinished.goOn(manager, Terminal.WATCH);
        Interruption.ofProcess().savesWhenAsked();
        Embeddings embeddings = new Embedder(features, length)
                .run(name, manifest.clips(), Optional.of(unfinished.folder()), manager, Terminal.WATCH);
        Map<String, Object> provenance = new ResultOrigin(
                        name,
                        checkpoint,
                        features.description(),
                        new ResultOrigin.Clips(length, manifest.rows(embeddings.skipped())),
                        Map.of())
                .toJson(manager);
        SkippedClip.write(out.resolve("skipped.csv"), embeddings.skipped());
        List<Clip> clips = embeddings.clips();
        CsvFile.write(
                out.resolve("index.csv"),
                List.of("row", "filename", "label", "split", "fold", "source"),
                IntStream.range(0, clips.size()).mapToObj(i -> row(i, clips.get(i))));
        Json.write(out.resolve("provenance.json"), provenance);
        NpyFile.write(
                out.resolve(VECTORS),
                embeddings.values(),
                embeddings.width()); // written last: its existence means that all is done
        unfinished.delete();
        say(String.format(
                Locale.ROOT,
                "%d embeddings of width %d, of clips cut or padded to %.2f s: %s",
                embeddings.clips().size(),
                embeddings.width(),
                length,
                out.resolve(VECTORS)));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("embeddings", out.resolve(VECTORS).toString());
        result.put("clips", embeddings.clips().size());
        result.put("width", embeddings.width());
        result.put("skipped", embeddings.skipped().size());
        result.put("provenance", provenance);
        return Outcome.done(result);
    }

    private static List<Object> row(int number, Clip clip) {
        return Arrays.asList(number, clip.filename(), clip.label(), clip.split(), clip.fold(), clip.source());
    }
}

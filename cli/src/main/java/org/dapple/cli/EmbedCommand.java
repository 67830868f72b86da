package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dapple.core.ConfigurationException;
import org.dapple.core.Settings;
import org.dapple.core.WorkLock;
import org.dapple.data.Clip;
import org.dapple.data.CsvFile;
import org.dapple.data.Manifest;
import org.dapple.data.SkippedClip;
import org.dapple.eval.Embeddings;
import org.dapple.eval.EncoderFeatures;
import org.dapple.eval.NpyFile;
import org.dapple.models.AudioEncoder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes embeddings for use elsewhere. */
@Command(
        name = "embed",
        description = {
            "Write one embedding per clip: embeddings.npy (float32, clips x width) and index.csv (its rows). Interrupted,"
                    + " it goes on when started again.",
            "",
            "Example:  ./dapple embed --run runs/first --data my/recordings --out my/embeddings",
            ""
        })
final class EmbedCommand extends DappleCommand {
    private static final String VECTORS = "embeddings.npy";

    @ArgGroup(multiplicity = "1")
    private EncoderChoice choice = new EncoderChoice();

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
    Outcome run(Settings settings, NDManager manager) throws IOException {
        settings.done();
        EncoderChoice.Chosen chosen = choice.read();
        FolderCheck.writable("--out", out);
        return WorkLock.holding(out, () -> write(chosen, manager));
    }

    private Outcome write(EncoderChoice.Chosen chosen, NDManager manager) throws IOException {
        UnfinishedEmbeddings unfinished = new UnfinishedEmbeddings(out.resolve("unfinished"));
        if (Files.exists(out.resolve(VECTORS))) {
            unfinished.delete(); // in case the process was killed before it could
            throw new ConfigurationException("--out", "must be a new folder; " + out + " already holds embeddings");
        }
        Manifest manifest = Manifest.read(data);
        manifest.remarks().forEach(DappleCommand::say);
        Probing probing = new Probing(manifest.clips(), seconds, manager);
        try (AudioEncoder encoder = chosen.loader().load(manager)) {
            unfinished.goOn(manager);
            Interruption.ofProcess().savesWhenAsked();
            Embeddings embeddings = probing.embed(
                    "pre-trained encoder", new EncoderFeatures(encoder), Optional.of(unfinished.folder()));
            SkippedClip.write(out.resolve("skipped.csv"), embeddings.skipped());
            List<Clip> clips = embeddings.clips();
            CsvFile.write(
                    out.resolve("index.csv"),
                    List.of("row", "filename", "label"),
                    IntStream.range(0, clips.size())
                            .mapToObj(i -> Arrays.asList(
                                    i, clips.get(i).filename(), clips.get(i).label())));
            NpyFile.write(
                    out.resolve(VECTORS), embeddings.values(), embeddings.width()); // last: it says that all is done
            unfinished.delete();
            say(embeddings.clips().size() + " embeddings of width " + embeddings.width() + ": " + out.resolve(VECTORS));
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("embeddings", out.resolve(VECTORS).toString());
            result.put("clips", embeddings.clips().size());
            result.put("width", embeddings.width());
            result.put("skipped", embeddings.skipped().size());
            return Outcome.done(result);
        }
    }
}

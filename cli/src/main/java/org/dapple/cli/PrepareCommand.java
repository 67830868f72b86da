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
import org.dapple.cli.command.FolderCheck;
import org.dapple.cli.command.Interruption;
import org.dapple.cli.command.Progress;
import org.dapple.core.files.WorkLock;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.FrontEnds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Manifest;
import org.dapple.data.clips.StoredClip;
import org.dapple.data.clips.UsableClips;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.reading.ClipLengths;
import org.dapple.data.store.Corpus;
import org.dapple.data.store.LogMelExtraction;
import org.dapple.data.store.LogMelStore;
import org.dapple.data.store.StoreJob;
import org.dapple.data.store.StorePrecision;
import org.dapple.train.CropLength;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a store of log-mels. */
@Command(
        name = "prepare",
        description = {
            "Make a store of log-mels for pretrain. If interrupted, start it again to continue; it then tries unreadable"
                    + " files again.",
            "",
            "Example:  ./dapple prepare --data my/recordings --out my/store",
            "",
            "Settings (defaults): front_end.type (logmel | kaldi_fbank), front_end.sample_rate (16000), precision (fp16 |"
                    + " fp32), shortest_frames (auto: the length of pretrain's crops; shorter clips are padded with"
                    + " silence), shard_bytes (268435456), device (auto)",
            ""
        })
final class PrepareCommand extends DappleCommand {
    private static final int PATCH_WIDTH = 16;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "PATH",
            description = "A folder of audio, or a manifest CSV with a column filename.")
    private Path data = Path.of("");

    @Option(names = "--split", paramLabel = "NAME", description = "Use only these rows of the manifest.")
    private String split = "";

    @Option(names = "--folds", paramLabel = "N,N", split = ",", description = "Use only these folds of the manifest.")
    private List<String> folds = List.of();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The store's folder.")
    private Path out = Path.of("");

    @Override
    public Outcome run(Settings settings, NDManager manager) throws IOException {
        FrontEnd frontEnd = settings.nested("front_end", FrontEnds.standard()::read);
        StorePrecision precision = settings.choice("precision", StorePrecision.FP16);
        boolean auto = settings.text("shortest_frames", "auto").equals("auto");
        int shortest = auto ? 0 : settings.integer("shortest_frames", 0);
        long shardBytes = settings.longInteger("shard_bytes", StoreJob.USUAL_SHARD_BYTES);
        settings.done();
        Corpus corpus = new Corpus(data, split, folds);
        if (corpus.openPrepared().isPresent()) {
            throw new ConfigurationException("--data", "must be sound; " + data + " already holds log-mels");
        }
        Manifest manifest = corpus.manifest();
        manifest.remarks().forEach(DappleCommand::say);
        List<Clip> clips = manifest.clips();
        FolderCheck.writable("--out", out);
        return WorkLock.holding(out, () -> {
            AudioReader reader = new AudioReader(AudioDecoders.standard(), frontEnd.sampleRate());
            int frames = auto ? CropLength.choose(clips, new ClipLengths(reader), frontEnd, PATCH_WIDTH) : shortest;
            return write(new StoreJob(clips, frontEnd, frames, precision, shardBytes), manager);
        });
    }

    private Outcome write(StoreJob job, NDManager manager) throws IOException {
        Interruption.ofProcess().savesWhenAsked();
        boolean finished = LogMelStore.isStore(out);
        if (finished) {
            say(out + " is already a finished store. Its bytes are checked; the sounds are not read again (delete the"
                    + " folder to read them again).");
        }
        try (Progress progress = new Progress("preparing", 0, job.clips().size(), " clips");
                LogMelStore store = new LogMelExtraction(AudioDecoders.standard(), job)
                        .run(out, manager, (done, total) -> show(progress, done))) {
            if (finished) {
                store.verify();
            }
            Map<String, Object> summary = summary(store);
            // The store is kept in any case: skipped clips are tried again later.
            UsableClips.require("", store.clips().size(), store.skipped(), Optional.of(out.resolve("skipped.csv")));
            return Outcome.done(summary);
        }
    }

    private static void show(Progress progress, int done) {
        Interruption.ofProcess().stopIfRequested(": the same command continues, and what is written is kept");
        progress.at(done, "");
    }

    private Map<String, Object> summary(LogMelStore store) throws IOException {
        long frames = store.clips().stream().mapToLong(StoredClip::frames).sum();
        double hours =
                frames * (double) store.frontEnd().hop() / store.frontEnd().sampleRate() / 3600;
        int skipped = store.skipped().size();
        say(String.format(
                Locale.ROOT,
                "%s: %d clips, %.1f hours%s",
                out,
                store.clips().size(),
                hours,
                skipped == 0 ? "" : ", " + skipped + " skipped (reasons in skipped.csv)"));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("store", out.toString());
        result.put("clips", store.clips().size());
        result.put("skipped", skipped);
        result.put("frames", frames);
        result.put("hours", hours);
        result.put("mean", store.normalization().mean());
        result.put("std", store.normalization().std());
        return result;
    }
}

package org.dapple.train;

import ai.djl.ndarray.NDManager;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.batch.CropBatches.Part;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.clips.StoredClip;
import org.dapple.data.clips.UsableClips;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.reading.ClipLengths;
import org.dapple.data.store.Corpus;
import org.dapple.data.store.LogMelExtraction;
import org.dapple.data.store.LogMelStore;
import org.dapple.data.store.LogMels;
import org.dapple.data.store.LogMelsOnTheFly;
import org.dapple.data.store.StoreJob;
import org.dapple.data.store.StorePrecision;

/**
 * The log-mels that a run trains on. Those of sound are made once and kept in the run's cache until the run is
 * finished, so that resuming is fast; or, if the run says so, they are made on the fly.
 *
 * @param parts one for every corpus
 * @param cropFrames length of a training crop
 */
record TrainingData(List<Part> parts, int cropFrames) implements Closeable {
    /**
     * Opens the data of a job, and makes log-mels that do not exist yet.
     *
     * @param begun the clips of a resumed run, which must be the same
     */
    static TrainingData open(
            PretrainingJob job, Optional<BegunClips> begun, NDManager manager, PretrainingListener listener)
            throws IOException {
        List<Optional<LogMels>> prepared = new ArrayList<>();
        for (Corpus corpus : job.corpora()) {
            begun.ifPresent(before -> before.requireThere(corpus.path()));
            Optional<LogMels> logMels = corpus.openPrepared();
            if (logMels.isPresent()) {
                new Skipped(job.run(), new ArrayList<>()).add(logMels.get()); // before its lengths are needed
            }
            prepared.add(logMels);
        }
        TrainingInput input = job.config().input();
        FrontEnd frontEnd = input.frontEnd(prepared.stream()
                .flatMap(Optional::stream)
                .map(LogMels::frontEnd)
                .findFirst());
        ConfigurationException.require(
                !input.onTheFly() || prepared.stream().anyMatch(Optional::isEmpty),
                "on_the_fly",
                "be false for data that is prepared already",
                true);
        int frames = 0;
        List<List<Clip>> sounds = new ArrayList<>();
        for (int i = 0; i < prepared.size(); i++) {
            Optional<LogMels> logMels = prepared.get(i);
            sounds.add(
                    logMels.isPresent()
                            ? List.of()
                            : job.corpora().get(i).manifest().clips());
            frames = Math.max(frames, frames(input, logMels, sounds.get(i), frontEnd));
        }
        if (begun.isPresent()) {
            begun.get().requireListed(listed(prepared, sounds));
        }
        List<Part> parts = new ArrayList<>();
        Skipped skipped = new Skipped(job.run(), new ArrayList<>());
        for (int i = 0; i < prepared.size(); i++) {
            LogMels logMels = prepared.get(i).isPresent()
                    ? prepared.get(i).get()
                    : hear(job, sounds.get(i), begun, frontEnd, frames, manager, listener);
            if (!logMels.frontEnd().equals(frontEnd)) {
                throw new ConfigurationException(
                        "data",
                        "must have one front end; " + job.corpora().get(i).path() + " was prepared with "
                                + logMels.frontEnd() + ", others with " + frontEnd);
            }
            skipped.add(logMels);
            parts.add(new Part(logMels, job.corpora().get(i).weight()));
        }
        TrainingData data = new TrainingData(parts, frames);
        SkippedClip.write(job.run().skipped(), skipped.clips);
        if (begun.isPresent()) {
            data.requireSame(begun.get());
        }
        listener.prepared(data.clips().size(), skipped.clips);
        return data;
    }

    private static List<Clip> listed(List<Optional<LogMels>> prepared, List<List<Clip>> sounds) {
        Stream<Clip> stored = prepared.stream()
                .flatMap(Optional::stream)
                .flatMap(logMels -> logMels.clips().stream())
                .map(StoredClip::clip);
        return Stream.concat(stored, sounds.stream().flatMap(List::stream)).toList();
    }

    /** Refuses other clips, and clears the cache: it holds their log-mels, which a later start would find again. */
    private void requireSame(BegunClips begun) throws IOException {
        try {
            begun.requireSame(clips());
        } catch (ConfigurationException e) {
            close();
            begun.run().clearCache();
            throw e;
        }
    }

    private static int frames(TrainingInput input, Optional<LogMels> logMels, List<Clip> sounds, FrontEnd frontEnd)
            throws IOException {
        if (input.cropFrames().isPresent()) {
            return input.cropFrames().getAsInt();
        }
        return logMels.isPresent()
                ? CropLength.choose(logMels.get(), input.patchWidth())
                : CropLength.choose(sounds, new ClipLengths(reader(frontEnd)), frontEnd, input.patchWidth());
    }

    private static AudioReader reader(FrontEnd frontEnd) {
        return new AudioReader(AudioDecoders.standard(), frontEnd.sampleRate());
    }

    /** Log-mels of sound, made now and kept in the run's cache, or made when needed. */
    private static LogMels hear(
            PretrainingJob job,
            List<Clip> clips,
            Optional<BegunClips> begun,
            FrontEnd frontEnd,
            int frames,
            NDManager manager,
            PretrainingListener listener)
            throws IOException {
        AudioDecoders decoders = AudioDecoders.standard();
        if (job.config().input().onTheFly()) {
            begun.ifPresent(before -> before.requireFiles(clips));
            return LogMelsOnTheFly.of(clips, decoders, frontEnd, frames, manager, listener::preparing);
        }
        StoreJob storing = new StoreJob(clips, frontEnd, frames, StorePrecision.FP32, StoreJob.USUAL_SHARD_BYTES);
        Path folder =
                job.run().cache().resolve("logmel-" + storing.fingerprint().substring(0, 16));
        if (!LogMelStore.isStore(folder)) {
            begun.ifPresent(before -> before.requireFiles(clips));
        }
        Files.createDirectories(folder);
        LogMelExtraction extraction = new LogMelExtraction(decoders, storing);
        return begun.isPresent()
                ? extraction.goOn(folder, manager, listener::preparing)
                : extraction.run(folder, manager, listener::preparing);
    }

    /** The clips that were skipped so far. */
    private record Skipped(RunDirectory run, List<SkippedClip> clips) {
        void add(LogMels logMels) throws IOException {
            List<SkippedClip> more = logMels.skipped();
            clips.addAll(more);
            try {
                UsableClips.require("", logMels.clips().size(), more, Optional.of(run.skipped()));
            } catch (ConfigurationException e) {
                SkippedClip.write(run.skipped(), clips);
                throw e;
            }
        }
    }

    /** {@return the clips of all corpora} */
    List<StoredClip> clips() {
        return parts.stream().flatMap(part -> part.logMels().clips().stream()).toList();
    }

    /** {@return the input as configured, completed by what the data decides} */
    TrainingInput input(TrainingInput wanted) {
        return new TrainingInput(
                Optional.of(frontEnd()),
                wanted.onTheFly(),
                wanted.patchHeight(),
                wanted.patchWidth(),
                OptionalInt.of(cropFrames));
    }

    /** {@return everything besides the sound that decides the values of each corpus} */
    List<String> layouts() {
        return parts.stream().map(part -> part.logMels().layout()).toList();
    }

    /** {@return the front end of the log-mels} */
    FrontEnd frontEnd() {
        return parts.get(0).logMels().frontEnd();
    }

    @Override
    public void close() throws IOException {
        for (Part part : parts) {
            part.logMels().close();
        }
    }
}

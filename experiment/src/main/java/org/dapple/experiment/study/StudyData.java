package org.dapple.experiment.study;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dapple.core.files.Fingerprint;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.run.Watch;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Heard;
import org.dapple.data.clips.HeardClip;
import org.dapple.data.clips.UsableClips;
import org.dapple.data.store.Corpus;
import org.dapple.data.store.LogMelExtraction;
import org.dapple.data.store.LogMelStore;
import org.dapple.data.store.LogMels;
import org.dapple.data.store.StoreJob;
import org.dapple.data.store.StorePrecision;
import org.dapple.train.Beginning;
import org.dapple.train.TrainingInput;

/**
 * The data of a study's runs. Sound is decoded and transformed once for all runs, and kept in the study's folder.
 *
 * @param study names the data
 * @param folder keeps the log-mels
 * @param watch follows the work
 */
record StudyData(StudyConfig study, StudyFolder folder, Watch watch) {

    /** The manifest of the synthetic sounds, which are written first if needed; empty if there are corpora. */
    List<Path> sounds() throws IOException {
        if (study.sounds().isEmpty()) {
            return List.of();
        }
        return List.of(folder.alone(
                "data", watch, () -> study.sounds().get().write(folder.data().resolve("sounds"), watch)));
    }

    /** The corpora of a cell: prepared data as it is, sound as a store of log-mels in the study's folder. */
    List<Corpus> corpora(Cell cell, StudyContents contents, NDManager manager) throws IOException {
        List<Corpus> corpora = new ArrayList<>();
        for (Corpus corpus : asGiven()) {
            boolean prepared = isPrepared(corpus) || cell.config().input().onTheFly();
            corpora.add(prepared ? corpus : stored(corpus, cell.config().input(), contents, manager));
        }
        return corpora;
    }

    /**
     * What the runs will have heard, as far as it is known before training: their data, and what their first weights
     * heard.
     */
    Heard heard(List<Corpus> corpora) throws IOException {
        List<HeardClip> heard = new ArrayList<>();
        for (Corpus corpus : corpora) {
            Optional<LogMels> prepared = corpus.openPrepared();
            if (prepared.isPresent()) {
                try (LogMels logMels = prepared.get()) {
                    heard.addAll(HeardClip.of(logMels.clips()));
                }
            }
        }
        boolean complete = true;
        Set<Object> beginnings = new HashSet<>();
        for (Cell cell : study.cells()) {
            int sampleRate =
                    cell.config().input().frontEnd().orElse(LogMel.standard()).sampleRate();
            if (beginnings.add(List.of(cell.config().initFrom(), sampleRate))) {
                Heard before = Beginning.heard(cell.config(), sampleRate);
                heard.addAll(before.clips());
                complete &= before.complete();
            }
        }
        return new Heard(heard, complete);
    }

    /** The corpora as the study names them. */
    List<Corpus> asGiven() throws IOException {
        List<Path> sounds = sounds();
        return sounds.isEmpty() ? study.data() : List.of(new Corpus(sounds.get(0), "train", List.of()));
    }

    private static boolean isPrepared(Corpus corpus) throws IOException {
        Optional<LogMels> logMels = corpus.openPrepared();
        if (logMels.isEmpty()) {
            return false;
        }
        logMels.get().close();
        return true;
    }

    private Corpus stored(Corpus corpus, TrainingInput input, StudyContents contents, NDManager manager)
            throws IOException {
        FrontEnd frontEnd = input.frontEnd().orElse(LogMel.standard());
        List<Clip> clips = corpus.manifest().clips();
        StoreJob job = new StoreJob(
                clips, frontEnd, input.cropFrames().orElseThrow(), StorePrecision.FP32, StoreJob.USUAL_SHARD_BYTES);
        String made = new Fingerprint()
                .add(job.fingerprint())
                .add(contents.files(clips))
                .finish();
        Path store = folder.data().resolve("logmel-" + made.substring(0, 16));
        if (!isUsable(store)) {
            folder.alone("data", watch, () -> make(job, store, manager));
        }
        return new Corpus(store, "", List.of(), corpus.weight());
    }

    private Path make(StoreJob job, Path store, NDManager manager) throws IOException {
        try (Watch.Stage reading = watch.begin("reading clips", job.clips().size(), "clips");
                LogMelStore made = new LogMelExtraction(AudioDecoders.standard(), job)
                        .run(store, manager, (done, total) -> {
                            watch.stopIfRequested(StudyFolder.KEPT);
                            reading.at(done, "");
                        })) {
            UsableClips.require("", made.clips().size(), made.skipped(), Optional.of(store.resolve("skipped.csv")));
        }
        return store;
    }

    /**
     * Whether a store can be used. All cells train on the same clips, so skipped ones are tried again only if they are
     * too many.
     */
    private static boolean isUsable(Path store) throws IOException {
        if (!LogMelStore.isStore(store)) {
            return false;
        }
        try (LogMelStore made = LogMelStore.open(store)) {
            return UsableClips.areEnough(made.clips().size(), made.skipped().size());
        }
    }
}

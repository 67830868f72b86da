package org.dapple.experiment.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.files.Fingerprint;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.StoredClip;
import org.dapple.data.store.Corpus;
import org.dapple.data.store.LogMels;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.embedding.ClipFile;

/**
 * Fingerprints of a study's clips. A score belongs to the sounds it was made with, wherever they lie and whatever they
 * are called. Each process reads a file once.
 */
final class StudyContents {
    private final StudyData data;
    private final Map<Path, String> files = new HashMap<>();
    private final Map<String, String> tasks = new HashMap<>();
    private String training = "";

    StudyContents(StudyData data) {
        this.data = data;
    }

    /** A fingerprint of the training data: sounds, order and weights. */
    String training() throws IOException {
        if (training.isEmpty()) {
            Fingerprint fingerprint = new Fingerprint();
            for (Corpus corpus : data.asGiven()) {
                fingerprint.add("corpus of weight " + corpus.weight());
                Optional<LogMels> prepared = corpus.openPrepared();
                if (prepared.isPresent()) {
                    try (LogMels logMels = prepared.get()) {
                        logMels.clips().stream().map(StoredClip::contentHash).forEach(fingerprint::add);
                    }
                } else {
                    corpus.manifest().clips().forEach(clip -> fingerprint.add(file(clip)));
                }
            }
            training = fingerprint.finish();
        }
        return training;
    }

    /** A fingerprint of a task: sounds, and their rows in the manifest. */
    String task(DownstreamTask task) {
        return tasks.computeIfAbsent(task.name(), name -> {
            Fingerprint fingerprint = new Fingerprint();
            for (Clip clip : task.clips()) {
                fingerprint
                        .add(clip.filename())
                        .add(String.valueOf(clip.label()))
                        .add(String.valueOf(clip.fold()))
                        .add(String.valueOf(clip.split()))
                        .add(String.valueOf(clip.source()))
                        .add(file(clip));
            }
            return fingerprint.finish();
        });
    }

    /** A fingerprint of the bytes of some files. */
    String files(List<Clip> clips) {
        Fingerprint fingerprint = new Fingerprint();
        clips.forEach(clip -> fingerprint.add(file(clip)));
        return fingerprint.finish();
    }

    private String file(Clip clip) {
        return files.computeIfAbsent(
                clip.file().toAbsolutePath().normalize(),
                file -> ClipFile.of(file).map(ClipFile::hash).orElse("cannot be read"));
    }
}

package org.dapple.experiment.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dapple.core.files.Fingerprint;
import org.dapple.core.files.Json;
import org.dapple.data.task.DownstreamTask;
import org.dapple.train.Catalogues;
import org.dapple.train.Housekeeping;

/**
 * The scores of one entrant, task by task. A score is written when its task is complete. It is found by the key of
 * everything that decides it, so that a changed study does not use an old score.
 *
 * @param file made with the first score
 * @param entrant whose scores these are
 */
record ScoreFile(Path file, Entrant entrant) {
    private static final String TASKS = "tasks";

    /** The score on a task, if this study has one. */
    Optional<TaskScore> find(StudyConfig study, DownstreamTask task, StudyContents contents) throws IOException {
        String key = key(study, task, contents);
        for (TaskScore score : all()) {
            if (score.task().equals(task.name()) && score.key().equals(key)) {
                return Optional.of(score);
            }
        }
        return Optional.empty();
    }

    /** Writes a score, replacing an older one of its task. */
    void put(TaskScore score) throws IOException {
        List<Object> kept = new ArrayList<>();
        for (TaskScore older : all()) {
            if (!older.task().equals(score.task())) {
                kept.add(older.toJson());
            }
        }
        kept.add(score.toJson());
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("entrant", entrant.name());
        tree.put(TASKS, kept);
        Json.write(file, tree);
    }

    private List<TaskScore> all() throws IOException {
        List<TaskScore> scores = new ArrayList<>();
        if (Files.exists(file) && Json.read(file).get(TASKS) instanceof List<?> list) {
            for (Object one : list) {
                scores.add(TaskScore.of(one));
            }
        }
        return scores;
    }

    /** The key of a score: a fingerprint of everything that decides it. */
    String key(StudyConfig study, DownstreamTask task, StudyContents contents) throws IOException {
        Map<String, Object> identity = new LinkedHashMap<>();
        identity.put("evaluation", study.evaluation().identity());
        if (entrant.kind() != Entrant.Kind.STATISTICS) {
            Map<String, Object> config =
                    new LinkedHashMap<>(entrant.cell().config().toSettings(Catalogues.standard()));
            config.keySet().removeAll(Housekeeping.keys());
            if (entrant.kind() == Entrant.Kind.UNTRAINED) {
                config.keySet().removeAll(Set.of("masking", "init")); // it has random weights
            }
            identity.put("config", config);
            identity.put("training", contents.training());
        }
        identity.put("seconds", task.seconds());
        identity.put("metric", String.valueOf(task.metric()));
        identity.put("task", contents.task(task));
        return Fingerprint.of(identity);
    }
}

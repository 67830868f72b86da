package org.dapple.contracts;

import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.run.Seeds;
import org.dapple.data.clips.Clip;
import org.dapple.data.task.DownstreamTask;
import org.dapple.data.task.Fold;
import org.dapple.data.task.Validation;

/** The contract of a {@link DownstreamTask}: what a score takes for granted of a labelled set. */
public final class TaskContract {
    private static final Seeds SEEDS = new Seeds(42);

    private TaskContract() {}

    /**
     * Checks a task; no sound is decoded.
     *
     * @param task the labelled set
     * @return findings: labels, files, parts, sources
     */
    public static Contract check(DownstreamTask task) {
        return new Contract.Checks("task " + task.name())
                .check("every clip has a label, and there are two at least", () -> {
                    task.labels();
                    return Optional.empty();
                })
                .check("every file exists", () -> files(task))
                .check("every tested label can be learned", () -> labels(task))
                .check("no source is on both sides of a split", () -> sources(task))
                .contract();
    }

    private static List<Fold> folds(DownstreamTask task) {
        return Fold.of(task.clips(), SEEDS, Validation.NONE);
    }

    private static Optional<String> files(DownstreamTask task) {
        return Fold.used(task.clips()).stream()
                .filter(clip -> !Files.isRegularFile(clip.file()))
                .findFirst()
                .map(clip -> clip.file() + " does not");
    }

    private static Optional<String> labels(DownstreamTask task) {
        return folds(task).stream()
                .filter(fold -> !task.withoutTraining(fold).isEmpty())
                .findFirst()
                .map(fold -> "no training clip of fold " + fold.name() + " has "
                        + String.join(", ", task.withoutTraining(fold)));
    }

    private static Optional<String> sources(DownstreamTask task) {
        for (Fold fold : folds(task)) {
            Map<String, Clip> trained = new HashMap<>();
            for (int i : fold.train()) {
                Clip clip = task.clips().get(i);
                if (clip.source() != null) {
                    trained.putIfAbsent(clip.source(), clip);
                }
            }
            for (int i : fold.test()) {
                Clip clip = task.clips().get(i);
                Clip other = clip.source() == null ? null : trained.get(clip.source());
                if (other != null) {
                    return Optional.of(clip.filename() + " is of source " + clip.source() + ", as is "
                            + other.filename() + ", which fold " + fold.name() + " trains on");
                }
            }
        }
        return Optional.empty();
    }
}

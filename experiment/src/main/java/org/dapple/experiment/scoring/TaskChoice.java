package org.dapple.experiment.scoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Manifest;
import org.dapple.data.downstream.DownstreamClips;
import org.dapple.data.downstream.DownstreamSets;
import org.dapple.data.task.DownstreamTask;
import org.dapple.data.task.Fold;
import org.jspecify.annotations.Nullable;

/**
 * Finds tasks by name: a manifest, a folder with one, or a downstream set in its publisher's layout.
 *
 * @param sets the downstream sets that are known
 * @param root where folders are looked for
 * @param seconds length of clips; null: the set's own, or for a manifest the median
 * @param watch is told which rows are left out
 */
public record TaskChoice(
        DownstreamSets sets, Path root, @Nullable Double seconds, Watch watch) {
    private static final String MANIFEST = "manifest";
    private static final String CSV = ".csv";

    /**
     * The tasks of a list of names.
     *
     * @param names in order
     * @return the tasks, in the same order
     * @throws ConfigurationException with the key {@code --tasks} if a name is not found or given twice
     * @throws IOException if a list of clips cannot be read
     */
    public List<DownstreamTask> all(List<String> names) throws IOException {
        List<DownstreamTask> tasks = new ArrayList<>();
        for (String name : names) {
            DownstreamTask task = find(name.trim());
            for (DownstreamTask other : tasks) {
                requireAnother(task, other);
            }
            tasks.add(task);
        }
        return tasks;
    }

    private static void requireAnother(DownstreamTask task, DownstreamTask other) {
        if (task.name().equals(other.name())) {
            throw new ConfigurationException(
                    "--tasks",
                    "must name every task once; two are called " + task.name()
                            + " (if they are different sets, rename one file or folder)");
        }
    }

    private DownstreamTask find(String name) throws IOException {
        Path path = root.resolve(name);
        if (Files.isRegularFile(path)) {
            return ofManifest(path);
        }
        if (Files.isRegularFile(path.resolve(MANIFEST + CSV))) {
            return ofManifest(path.resolve(MANIFEST + CSV));
        }
        List<Path> manifests = manifests(path);
        if (!manifests.isEmpty()) {
            List<String> choices = manifests.stream()
                    .map(file -> name + "/" + file.getFileName())
                    .toList();
            throw new ConfigurationException(
                    "--tasks", "must name one manifest of " + path + ": " + String.join(" or ", choices));
        }
        if (name.contains("/") || name.endsWith(CSV)) {
            throw new ConfigurationException(
                    "--tasks",
                    "names " + name + ", but " + path + " does not exist (--data-root says where tasks are)");
        }
        try {
            DownstreamClips set = sets.get(name).read(Files.isDirectory(path) ? path : root);
            DownstreamTask task = new DownstreamTask(
                    set.info().name(),
                    set.manifest().clips(),
                    set.info().seconds(),
                    set.info().metric());
            return seconds == null ? task : new DownstreamTask(task.name(), task.clips(), seconds, task.metric());
        } catch (ConfigurationException e) {
            throw new ConfigurationException(
                    "--tasks",
                    "names " + name + ", but " + path
                            + " is neither a manifest nor a folder with one; as a downstream set, " + e.getMessage());
        }
    }

    /** Says which rows probes and fine-tuning do not use. */
    static void sayLeftOut(DownstreamTask task, Watch watch) {
        task.rows(List.of()).sentence().ifPresent(sentence -> watch.say(task.name() + ": " + sentence));
        if (Fold.ignoresFolds(task.clips())) {
            watch.say(task.name() + ": column split decides what is trained and tested; column fold is not used");
        }
    }

    private static List<Path> manifests(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(MANIFEST + "-.*\\.csv"))
                    .sorted()
                    .toList();
        }
    }

    private DownstreamTask ofManifest(Path manifest) throws IOException {
        List<Clip> clips = Manifest.read(manifest).clips();
        DownstreamTask task =
                DownstreamTask.of(name(manifest), clips, seconds == null ? Probing.medianSeconds(clips) : seconds);
        sayLeftOut(task, watch);
        return task;
    }

    /**
     * The name of a task, for example {@code notes-pitch} for {@code notes/manifest-pitch.csv}.
     *
     * @param manifest its file
     * @return the name
     */
    public static String name(Path manifest) {
        String file = manifest.getFileName().toString().replaceAll("\\.csv$", "");
        if (!file.startsWith(MANIFEST)) {
            return file;
        }
        Path folder = manifest.toAbsolutePath().normalize().getParent();
        String set = folder == null || folder.getFileName() == null
                ? ""
                : folder.getFileName().toString();
        Path above = folder == null ? null : folder.getParent();
        if (set.equals("data") && above != null && above.getFileName() != null) {
            set = above.getFileName() + "-data"; // "data" alone says nothing
        }
        return set + file.substring(MANIFEST.length());
    }
}

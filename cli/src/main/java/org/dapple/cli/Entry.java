package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dapple.core.ConfigurationException;
import org.dapple.core.LogMel;
import org.dapple.data.Heard;
import org.dapple.eval.EvaluationResults;
import org.dapple.models.AudioEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What is going to be tested, not yet loaded: encoders are loaded one after the other.
 *
 * @param name for tables and file names
 * @param loader opens the encoder; null for log-mel statistics, which have none
 * @param hearing tells what the encoder has heard
 */
record Entry(String name, @Nullable Loader loader, Hearing hearing) {
    /** Of the statistics, which are computed of whole clips whatever their rate. */
    static final LogMel STATISTICS = LogMel.standard();

    /** Opens an encoder. */
    interface Loader {
        /** The encoder; the caller closes it. */
        AudioEncoder load(NDManager manager) throws IOException;
    }

    /** Tells what an encoder has heard. */
    interface Hearing {
        /** All that is known; refuses a list that was changed or cut. */
        Heard read() throws IOException;
    }

    /**
     * Everything that is compared: baselines first. Lists of what was heard are read once now, to be refused now.
     *
     * @param runs pre-training runs or their checkpoints
     * @param folders of encoders
     * @param baselines whether log-mel statistics and, for each size of encoder, an untrained one take part
     */
    static List<Entry> all(List<RunChoice> runs, List<Path> folders, boolean baselines) throws IOException {
        ConfigurationException.require(
                !runs.isEmpty() || !folders.isEmpty() || baselines, "--run", "be given, or --encoder", "nothing");
        List<Entry> entries = new ArrayList<>();
        if (baselines) {
            entries.add(new Entry("log-mel statistics", null, Heard::nothing));
            untrained(runs)
                    .forEach((name, run) -> entries.add(
                            new Entry(name, manager -> run.job().untrainedEncoder(manager), Heard::nothing)));
        }
        for (RunChoice run : runs) {
            entries.add(new Entry(
                    run.title(), run::encoder, () -> Heard.of(run.job().run())));
        }
        for (Path folder : folders) {
            EncoderChoice.requireEncoder(folder);
            String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
            entries.add(new Entry(
                    name, manager -> AudioEncoder.load(folder, manager), () -> Heard.of(AudioEncoder.heard(folder))));
        }
        requireDifferentNames(entries);
        for (Entry entry : entries) {
            entry.hearing.read();
        }
        return entries;
    }

    /** Of runs whose encoders have the same size and grid, the first one's encoder before training. */
    private static Map<String, RunChoice> untrained(List<RunChoice> runs) {
        Map<Object, RunChoice> bySize = new LinkedHashMap<>();
        for (RunChoice run : runs) {
            bySize.putIfAbsent(
                    List.of(run.job().config().recipe(), run.job().config().input()), run);
        }
        Map<String, RunChoice> named = new LinkedHashMap<>();
        bySize.values().forEach(run -> named.put(bySize.size() == 1 ? "untrained" : "untrained " + run.title(), run));
        return named;
    }

    private static void requireDifferentNames(List<Entry> entries) {
        Set<String> names = new HashSet<>();
        for (Entry entry : entries) {
            ConfigurationException.require(
                    names.add(EvaluationResults.fileName(entry.name)),
                    "--run",
                    "and --encoder name folders with different names",
                    entry.name);
        }
    }
}

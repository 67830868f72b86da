package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dapple.core.ConfigurationException;
import org.dapple.core.LogMel;
import org.dapple.core.RunDirectory;
import org.dapple.eval.EvaluationResults;
import org.dapple.models.AudioEncoder;
import org.jspecify.annotations.Nullable;

/**
 * What is going to be tested, not yet loaded: encoders are loaded one after the other.
 *
 * @param name for tables and file names
 * @param loader opens the encoder; null for log-mel statistics, which have none
 * @param heard the run whose clips the encoder was trained on, if it was and they are known
 * @param known whether it is known what the encoder has heard: that of a run, and nothing for baselines
 */
record Entry(String name, @Nullable Loader loader, Optional<RunDirectory> heard, boolean known) {
    /** Of the statistics, which are computed of whole clips whatever their rate. */
    static final LogMel STATISTICS = LogMel.standard();

    /** Opens an encoder. */
    interface Loader {
        /** The encoder; the caller closes it. */
        AudioEncoder load(NDManager manager) throws IOException;
    }

    /**
     * Everything that is compared: baselines first.
     *
     * @param runs pre-training runs or their checkpoints
     * @param folders of encoders
     * @param baselines whether log-mel statistics and, for each size of encoder, an untrained one take part
     */
    static List<Entry> all(List<RunChoice> runs, List<Path> folders, boolean baselines) {
        ConfigurationException.require(
                !runs.isEmpty() || !folders.isEmpty() || baselines, "--run", "be given, or --encoder", "nothing");
        List<Entry> entries = new ArrayList<>();
        if (baselines) {
            entries.add(new Entry("log-mel statistics", null, Optional.empty(), true));
            untrained(runs)
                    .forEach((name, run) -> entries.add(
                            new Entry(name, manager -> run.job().untrainedEncoder(manager), Optional.empty(), true)));
        }
        for (RunChoice run : runs) {
            entries.add(
                    new Entry(run.title(), run::encoder, Optional.of(run.job().run()), true));
        }
        for (Path folder : folders) {
            EncoderChoice.requireEncoder(folder);
            String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
            entries.add(new Entry(name, manager -> AudioEncoder.load(folder, manager), Optional.empty(), false));
        }
        requireDifferentNames(entries);
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

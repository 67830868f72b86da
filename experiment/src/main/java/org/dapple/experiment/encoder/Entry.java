package org.dapple.experiment.encoder;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Heard;
import org.dapple.eval.probe.ProbeProtocol;
import org.dapple.models.encoder.AudioEncoder;
import org.jspecify.annotations.Nullable;

/**
 * An encoder or baseline to test. Encoders are loaded one at a time.
 *
 * @param name for tables and file names
 * @param loader opens the encoder; null for log-mel statistics, which have none
 * @param hearing tells what the encoder has heard
 * @param checkpoint of the run, as the user wrote it; empty for the newest
 * @param learningRate for protocols that prescribe one by the kind of encoder; empty where the kind is not known
 */
public record Entry(
        String name, @Nullable Loader loader, Hearing hearing, String checkpoint, OptionalDouble learningRate) {
    /** The front end of log-mel statistics, which are computed from whole clips at any sample rate. */
    public static final LogMel STATISTICS = LogMel.standard();

    /** The name of log-mel statistics in results. */
    public static final String STATISTICS_NAME = "log-mel statistics";

    private static final String UNTRAINED = "untrained";

    /** Names of the baselines; no other encoder may have them. */
    public static final Set<String> BASELINES = Set.of(STATISTICS_NAME, UNTRAINED);

    /** Opens an encoder. */
    public interface Loader {
        /**
         * Loads the encoder.
         *
         * @param manager its device computes
         * @return the encoder; the caller closes it
         * @throws IOException if the encoder cannot be read
         */
        AudioEncoder load(NDManager manager) throws IOException;
    }

    /** Tells what an encoder has heard. */
    public interface Hearing {
        /**
         * Reads the list of heard clips.
         *
         * @return all that is known
         * @throws IOException if the list is missing, was changed or was cut
         */
        Heard read() throws IOException;
    }

    /**
     * Everything to compare, baselines first. All lists of heard clips are read now, so that a wrong one is refused
     * early.
     *
     * @param named pre-training runs or their checkpoints, and folders of encoders
     * @param baselines whether to add log-mel statistics and an untrained encoder of each size
     * @return the entries, in the order of the tests
     * @throws ConfigurationException if there is nothing to test, or a folder has no encoder
     * @throws IOException if a list of heard clips is missing, was changed or was cut
     */
    public static List<Entry> all(EncoderNames named, boolean baselines) throws IOException {
        List<RunChoice> runs = named.runs();
        if (runs.isEmpty() && named.folders().isEmpty() && !baselines) {
            throw new ConfigurationException("--run", "is missing: name a run, or an encoder with --encoder");
        }
        List<Entry> entries = new ArrayList<>();
        if (baselines) {
            entries.add(
                    new Entry(STATISTICS_NAME, null, Heard::nothing, "", OptionalDouble.of(ProbeProtocol.EVAR_RATE)));
            untrained(runs)
                    .forEach((name, run) -> entries.add(new Entry(
                            name,
                            manager -> run.job().encoders().untrained(manager),
                            Heard::nothing,
                            "0",
                            run.evarRate())));
        }
        for (RunChoice run : runs) {
            entries.add(new Entry(
                    run.title(), run::encoder, () -> Heard.of(run.job().run()), run.checkpoint(), run.evarRate()));
        }
        for (int i = 0; i < named.folders().size(); i++) {
            Path folder = ChosenEncoder.requireEncoder(named.folders().get(i));
            entries.add(new Entry(
                    named.titles().get(i),
                    manager -> AudioEncoder.load(folder, manager),
                    () -> Heard.of(AudioEncoder.heard(folder)),
                    "",
                    OptionalDouble.empty()));
        }
        for (Entry entry : entries) {
            entry.hearing.read();
        }
        return entries;
    }

    /** One run for each size and grid of encoder, to take its untrained encoder from. */
    private static Map<String, RunChoice> untrained(List<RunChoice> runs) {
        Map<Object, RunChoice> bySize = new LinkedHashMap<>();
        for (RunChoice run : runs) {
            bySize.putIfAbsent(
                    List.of(run.job().config().recipe(), run.job().config().input()), run);
        }
        Map<String, RunChoice> named = new LinkedHashMap<>();
        bySize.values().forEach(run -> named.put(bySize.size() == 1 ? UNTRAINED : UNTRAINED + " " + run.title(), run));
        return named;
    }
}

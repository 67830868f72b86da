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
 * What is going to be tested, not yet loaded: encoders are loaded one after the other.
 *
 * @param name for tables and file names
 * @param loader opens the encoder; null for log-mel statistics, which have none
 * @param hearing tells what the encoder has heard
 * @param checkpoint of the run, as the user wrote it; empty for the newest
 * @param learningRate that a protocol may prescribe for it; empty where its kind is not known
 */
public record Entry(
        String name, @Nullable Loader loader, Hearing hearing, String checkpoint, OptionalDouble learningRate) {
    /** Of the statistics, which are computed of whole clips whatever their rate. */
    public static final LogMel STATISTICS = LogMel.standard();

    /** What results call them. */
    public static final String STATISTICS_NAME = "log-mel statistics";

    private static final String UNTRAINED = "untrained";

    /** Names that baselines have, so that no other encoder may. */
    public static final Set<String> BASELINES = Set.of(STATISTICS_NAME, UNTRAINED);

    /** Opens an encoder. */
    public interface Loader {
        /** The encoder; the caller closes it. */
        AudioEncoder load(NDManager manager) throws IOException;
    }

    /** Tells what an encoder has heard. */
    public interface Hearing {
        /** All that is known; refuses a list that was changed or cut. */
        Heard read() throws IOException;
    }

    /**
     * Everything that is compared: baselines first. Lists of what was heard are read once now, to be refused now.
     *
     * @param named pre-training runs or their checkpoints, and folders of encoders
     * @param baselines whether log-mel statistics and, for each size of encoder, an untrained one take part
     */
    public static List<Entry> all(EncoderNames named, boolean baselines) throws IOException {
        List<RunChoice> runs = named.runs();
        ConfigurationException.require(
                !runs.isEmpty() || !named.folders().isEmpty() || baselines,
                "--run",
                "be given, or --encoder",
                "nothing");
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

    /** Of runs whose encoders have the same size and grid, the first one's encoder before training. */
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

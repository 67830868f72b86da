package org.dapple.train;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.files.FileFormat;
import org.dapple.core.files.Json;
import org.dapple.core.run.HeardList;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Heard;
import org.dapple.data.clips.HeardClip;
import org.dapple.data.store.Corpus;
import org.dapple.models.encoder.InitialWeights;

/**
 * The start of a run: its description, the weights of {@code init.from}, and the clips that these weights have heard.
 */
public final class Beginning {
    /** In {@code run.json}: the fingerprint of the run's first weights. */
    private static final String WEIGHTS = "initial_weights";

    private Beginning() {}

    /**
     * What a run's first weights have heard.
     *
     * @param config names the weights
     * @param sampleRate of the run's front end, in Hz
     * @return nothing for random weights; all that is known for weights of a run or an encoder; {@link Heard#notKnown}
     *     for a file of weights. The list is incomplete if sounds were heard at another rate, because their
     *     fingerprints differ
     * @throws IOException if the list is missing from its run, was changed or was cut
     */
    public static Heard heard(PretrainingConfig config, int sampleRate) throws IOException {
        if (config.initFrom().isEmpty()) {
            return Heard.nothing();
        }
        Path source = Path.of(config.initFrom().get());
        RunDirectory donor = new RunDirectory(source);
        Heard heard =
                Files.isRegularFile(donor.description()) ? Heard.of(donor) : Heard.of(InitialWeights.heard(source));
        return new Heard(heard.clips(), heard.complete() && InitialWeights.heardAt(source, sampleRate));
    }

    /**
     * Refuses first weights that differ from those that a run began with, because its list of heard clips would be
     * wrong.
     *
     * @param config names the weights; they may be gone
     * @param run a run that has begun
     * @throws ConfigurationException with the key {@code init.from} if the weights have changed
     * @throws IOException if the weights or the run's description cannot be read
     */
    public static void requireSame(PretrainingConfig config, RunDirectory run) throws IOException {
        Object known = Json.read(run.description()).get(WEIGHTS);
        if (known == null || config.initFrom().isEmpty()) {
            return;
        }
        Path source = Path.of(config.initFrom().get());
        if (Files.exists(source) && !known.equals(InitialWeights.fingerprint(source))) {
            throw new ConfigurationException(
                    "init.from",
                    "must hold the weights that the run began with; those of " + source
                            + " have changed (bring them back, or begin a new run)");
        }
    }

    /** Describes a new run, before its first step. */
    static void describe(PretrainingJob job, TrainingData data, int steps, NDManager manager) throws IOException {
        PretrainingConfig config = job.config();
        RunDirectory run = job.run();
        List<HeardClip> own = data.parts().stream()
                .flatMap(part -> HeardClip.of(part.logMels().clips()).stream())
                .toList();
        HeardList heard =
                heard(config, data.frontEnd().sampleRate()).thenTrainedOn(own).write(run.clips());
        Map<String, Object> description = new LinkedHashMap<>();
        description.put(FileFormat.KEY, PretrainingJob.FORMAT);
        description.put("config", config.toSettings(job.catalogues()));
        description.put("data", job.corpora().stream().map(Corpus::toSettings).toList());
        description.put("clips", data.clips().size());
        heard.describe(description);
        if (config.initFrom().isPresent()) {
            description.put(
                    WEIGHTS,
                    InitialWeights.fingerprint(Path.of(config.initFrom().get())));
        }
        description.put(RunSummary.STEPS, steps);
        Continuation.describe(description, data, manager);
        Json.write(run.description(), description);
    }
}

package org.dapple.eval.scoring;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.files.Json;
import org.dapple.core.run.Seeds;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Heard;
import org.dapple.data.task.DownstreamTask;
import org.dapple.data.task.Fold;
import org.dapple.eval.embedding.Embedder;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.leak.LeakCheck;
import org.dapple.eval.probe.Probe;
import org.dapple.eval.result.ProbeResult;
import org.dapple.eval.result.ResultOrigin;
import org.dapple.eval.result.ShotScore;
import org.dapple.eval.result.TaskResult;

/**
 * Tests encoders on tasks: embeds the clips, probes the embeddings once for each seed, and draws the few-shot curve.
 * Finished results are taken from the results' folder, so an interrupted evaluation resumes.
 *
 * @param probe how classes are learned
 * @param seeds of the probe's runs, at least one
 * @param fewShot draws the few-shot curve, if wanted
 * @param embeddings folder of {@link org.dapple.eval.embedding.EmbeddingStore}s, in which embeddings are stored
 * @param results stores everything else
 */
public record EvaluationJob(
        Probe probe, List<Long> seeds, Optional<FewShot> fewShot, Path embeddings, EvaluationResults results) {
    /** Section of the provenance with what is known of test clips that are not new. */
    public static final String LEAKS = "leaks";

    /** Copies the list and refuses an empty one. */
    public EvaluationJob {
        seeds = List.copyOf(seeds);
        ConfigurationException.require(!seeds.isEmpty(), "seeds", "be at least one", seeds);
    }

    /**
     * Refuses a task that cannot be probed, before its clips are read.
     *
     * @param task the labelled set
     * @throws ConfigurationException with the key {@code data} if labels, splits or folds are missing
     */
    public void check(DownstreamTask task) {
        task.labels();
        new ProbeTask(probe, task, new Seeds(seeds.get(0))).folds();
    }

    /**
     * Embeds the clips of a task.
     *
     * @param contender the encoder
     * @param task the labelled set
     * @param manager its device computes
     * @param watch follows the progress and is told of skipped clips
     * @return the vectors of all readable clips that some fold uses
     * @throws IOException if reading fails as a whole
     * @throws ConfigurationException with the key {@code data} if no clip, or fewer than half, can be read
     */
    public Embeddings embed(Contender contender, DownstreamTask task, NDManager manager, Watch watch)
            throws IOException {
        String title = task.name() + ", " + contender.name();
        return new Embedder(contender.features(), task.seconds())
                .run(title, Fold.used(task.clips()), Optional.of(embeddings), manager, watch);
    }

    /**
     * Finds test clips that are not new.
     *
     * @param task the labelled set
     * @param embeddings from {@link #embed}
     * @param heard what the encoder heard in pre-training
     * @return the leaks; the caller decides what follows
     */
    public LeakCheck leaks(DownstreamTask task, Embeddings embeddings, Heard heard) {
        ProbeTask readable = new ProbeTask(probe, task.with(embeddings.clips()), new Seeds(seeds.get(0)));
        return LeakCheck.of(heard, embeddings, readable.folds());
    }

    /**
     * Tests one encoder on one task.
     *
     * @param contender the encoder
     * @param task the labelled set
     * @param embeddings from {@link #embed}
     * @param leaks from {@link #leaks}; stored with the result
     * @param manager its device computes
     * @param watch follows the progress
     * @return the result, from the results' folder if it is there
     * @throws IOException if results cannot be read or written
     */
    public TaskResult run(
            Contender contender,
            DownstreamTask task,
            Embeddings embeddings,
            LeakCheck leaks,
            NDManager manager,
            Watch watch)
            throws IOException {
        DownstreamTask readable = task.with(embeddings.clips());
        Probe own = contender.probe(probe);
        String key = EvaluationResults.key(this, own, readable, embeddings);
        Optional<TaskResult> before = results.read(contender.name(), task.name(), key);
        if (before.isPresent()) {
            return kept(before.get().with(LEAKS, leaks.toJson()), before.get(), key);
        }
        List<ProbeResult> runs = new ArrayList<>();
        int folds =
                new ProbeTask(probe, readable, new Seeds(seeds.get(0))).folds().size();
        String title = task.name() + ", " + contender.name() + ": probing";
        try (Watch.Stage stage = watch.begin(title, (long) folds * seeds.size(), "probes")) {
            for (long seed : seeds) {
                ProbeTask run = new ProbeTask(own, readable, new Seeds(seed));
                runs.add(run.run(embeddings, run.folds(), manager, () -> {
                    watch.stopIfRequested(": finished probes are kept, and the same command goes on");
                    stage.step();
                }));
            }
        }
        List<ShotScore> shots = fewShot.isPresent() ? fewShot.get().run(readable, embeddings, manager) : List.of();
        Map<String, Object> provenance = origin(contender, task, embeddings).toJson(manager);
        provenance.remove("started"); // the same work gives the same result
        provenance.put(LEAKS, leaks.toJson());
        TaskResult result = new TaskResult(contender.name(), task.name(), runs, shots, provenance);
        results.write(result, seeds, key);
        return results.read(contender.name(), task.name(), key)
                .orElse(result); // the same now as when it is found again
    }

    /** Updates the leaks of a stored result: an encoder with the same vectors may have heard more. */
    private TaskResult kept(TaskResult now, TaskResult before, String key) throws IOException {
        if (Json.line(now.provenance()).equals(Json.line(before.provenance()))) {
            return before;
        }
        results.write(now, seeds, key);
        return now;
    }

    private ResultOrigin origin(Contender contender, DownstreamTask task, Embeddings embeddings) {
        Map<String, Object> learning = new LinkedHashMap<>();
        learning.put("protocol", contender.probe(probe).protocolName());
        learning.put("seeds", seeds);
        fewShot.ifPresent(shots -> learning.put("few_shot", FewShot.PROTOCOL));
        return new ResultOrigin(
                contender.name(),
                contender.checkpoint(),
                contender.features().description(),
                new ResultOrigin.Clips(task.seconds(), task.rows(embeddings.skipped())),
                learning);
    }
}

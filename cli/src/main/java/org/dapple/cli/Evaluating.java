package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dapple.data.SeenClips;
import org.dapple.eval.Contender;
import org.dapple.eval.DownstreamTask;
import org.dapple.eval.Embeddings;
import org.dapple.eval.EncoderFeatures;
import org.dapple.eval.EvaluationJob;
import org.dapple.eval.EvaluationListener;
import org.dapple.eval.LogMelStatistics;
import org.dapple.eval.TaskResult;
import org.dapple.eval.statistics.Interval;
import org.dapple.models.AudioEncoder;

/** Tests encoders for people: progress, what is skipped, a line for each score. */
final class Evaluating implements EvaluationListener {
    private final EvaluationJob job;
    private final List<DownstreamTask> tasks;
    private final boolean allowSeen;
    private final NDManager manager;
    private final List<TaskResult> results = new ArrayList<>();

    Evaluating(EvaluationJob job, List<DownstreamTask> tasks, boolean allowSeen, NDManager manager) {
        this.job = job;
        this.tasks = tasks;
        this.allowSeen = allowSeen;
        this.manager = manager;
    }

    /** What was found so far. */
    List<TaskResult> results() {
        return results;
    }

    /** Tests one encoder on all tasks. */
    void test(Entry entry) throws IOException {
        Entry.Loader loader = entry.loader();
        if (loader == null) {
            test(entry, new Contender(entry.name(), new LogMelStatistics(Entry.STATISTICS)));
            return;
        }
        try (NDManager own = manager.newSubManager();
                AudioEncoder encoder = loader.load(own)) {
            test(entry, new Contender(entry.name(), new EncoderFeatures(encoder)));
        }
    }

    private void test(Entry entry, Contender contender) throws IOException {
        for (DownstreamTask task : tasks) {
            Embeddings embeddings = job.embed(contender, task, manager, this);
            if (entry.heard().isPresent()) {
                Map<String, String> heard = SeenClips.read(entry.heard().get().clips());
                int seen = Probing.seenTestClips(embeddings, heard, allowSeen);
                if (seen > 0) {
                    note(entry.name() + " has heard " + seen + " test clips of " + task.name()
                            + ": its score is no estimate for new sound.");
                }
            }
            TaskResult result = job.run(contender, task, embeddings, manager, this);
            Interval interval = result.overClips();
            DappleCommand.say(String.format(
                    Locale.ROOT,
                    "%-24s %-28s %s %5.1f %% (%.1f to %.1f, %s)",
                    task.name(),
                    entry.name(),
                    result.metric().shortName(),
                    100 * result.score(),
                    100 * interval.low(),
                    100 * interval.high(),
                    interval.kind()));
            results.add(result);
        }
    }

    @Override
    public Stage begin(String title, int parts, String unit) {
        Progress progress = new Progress(title, parts, " " + unit);
        return new Stage() {
            @Override
            public void step() {
                progress.step();
            }

            @Override
            public void close() {
                progress.close();
            }
        };
    }

    @Override
    public void note(String sentence) {
        DappleCommand.say(sentence);
    }
}

package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.Failures;
import org.dapple.cli.command.Interruption;
import org.dapple.cli.command.Terminal;
import org.dapple.train.PretrainingJob;
import org.dapple.train.WatchedPretraining;

/** Runs a pre-training job with progress on the terminal; Ctrl-C saves its state. */
final class Pretraining {
    private Pretraining() {}

    /**
     * Trains until the end or an interruption.
     *
     * @param job the run
     * @param task name beside the progress bar
     * @return the run's folder, whether it finished, and its last loss
     */
    static DappleCommand.Outcome run(PretrainingJob job, NDManager manager, String task) throws IOException {
        Interruption.ofProcess().savesWhenAsked();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("run", job.run().root().toString());
        PretrainingJob.Outcome outcome;
        double lastLoss;
        try (WatchedPretraining listener = new WatchedPretraining(task, Terminal.WATCH)) {
            outcome = job.run(manager, listener);
            lastLoss = listener.lastLoss();
        }
        boolean finished = outcome == PretrainingJob.Outcome.FINISHED;
        result.put("finished", finished);
        if (Double.isFinite(lastLoss)) {
            result.put("loss", lastLoss);
        }
        if (finished) {
            DappleCommand.say((Double.isFinite(lastLoss) ? "Trained: " : "Already finished: ")
                    + job.run().root());
            return DappleCommand.Outcome.done(result);
        }
        boolean outOfTime = outcome == PretrainingJob.Outcome.OUT_OF_TIME;
        DappleCommand.say((outOfTime ? "The time of max_minutes is over" : "Interrupted")
                + ", state saved. Continue with:  ./dapple pretrain --resume "
                + job.run().root());
        return new DappleCommand.Outcome(outOfTime ? 0 : Failures.INTERRUPTED, result);
    }
}

package org.dapple.train;

import java.util.List;
import java.util.Locale;
import org.dapple.core.run.Watch;
import org.dapple.data.clips.SkippedClip;
import org.dapple.train.record.Throughput;
import org.jspecify.annotations.Nullable;

/** Reports a pre-training run to a {@link Watch}: one stage while clips are read, one while it trains. */
public final class WatchedPretraining implements PretrainingListener, AutoCloseable {
    private final String task;
    private final Watch watch;
    private Watch.@Nullable Stage progress;
    private double lastLoss = Double.NaN;

    /**
     * A listener for a run that is about to begin.
     *
     * @param task name shown by the watch
     * @param watch follows the run
     */
    public WatchedPretraining(String task, Watch watch) {
        this.task = task;
        this.watch = watch;
    }

    @Override
    public void preparing(int done, int total) {
        watch.stopIfRequested(
                " before training began: the same command continues, and the clips that were read are kept");
        if (progress == null) {
            progress = watch.begin("reading clips", done, total, "clips");
        }
        progress.at(done, "");
    }

    @Override
    public void prepared(int used, List<SkippedClip> skipped) {
        close();
        watch.say(used + " clips"
                + (skipped.isEmpty() ? "" : ", " + skipped.size() + " skipped (reasons in skipped.csv)"));
    }

    @Override
    public void begins(long done, long total, int clipsPerStep) {
        progress = watch.begin(task, done * clipsPerStep, total * clipsPerStep, "clips");
    }

    @Override
    public void trained(long done, long total, int clipsPerStep, double loss, Throughput speed) {
        lastLoss = loss;
        if (progress != null) {
            progress.at(
                    done * clipsPerStep,
                    String.format(
                            Locale.ROOT,
                            "step %d/%d, loss %.4f, wait %.0f %%, %.1fk tokens/s",
                            done,
                            total,
                            loss,
                            100 * speed.waitingShare(),
                            speed.tokensPerSecond() / 1000));
        }
    }

    @Override
    public void warned(String sentence) {
        watch.warn(sentence);
    }

    @Override
    public boolean stopRequested() {
        return watch.stopRequested();
    }

    /** {@return the loss of the last step, NaN before the first} */
    public double lastLoss() {
        return lastLoss;
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
            progress = null;
        }
    }
}

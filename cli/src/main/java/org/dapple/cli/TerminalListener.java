package org.dapple.cli;

import java.util.List;
import java.util.Locale;
import org.dapple.data.clips.SkippedClip;
import org.dapple.train.PretrainingListener;
import org.dapple.train.record.Throughput;
import org.jspecify.annotations.Nullable;

/** Shows a pre-training run on the terminal. */
final class TerminalListener implements PretrainingListener, AutoCloseable {
    private final String task;
    private @Nullable Progress progress;
    private double lastLoss = Double.NaN;

    TerminalListener(String task) {
        this.task = task;
    }

    @Override
    public void preparing(int done, int total) {
        Interruption.ofProcess()
                .stopIfRequested(" before training began: the same command goes on, the clips that were read are kept");
        if (progress == null) {
            progress = new Progress("reading clips", done, total, " clips");
        }
        progress.at(done, "");
    }

    @Override
    public void prepared(int used, List<SkippedClip> skipped) {
        close();
        DappleCommand.say(used + " clips"
                + (skipped.isEmpty() ? "" : ", " + skipped.size() + " skipped (reasons in skipped.csv)"));
    }

    @Override
    public void begins(long done, long total, int clipsPerStep) {
        progress = new Progress(task, done * clipsPerStep, total * clipsPerStep, " clips");
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
        System.err.println("dapple: " + sentence);
    }

    @Override
    public boolean stopRequested() {
        return Interruption.ofProcess().requested();
    }

    /** The loss of the last step, NaN before the first. */
    double lastLoss() {
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

package org.dapple.train.finetune;

import java.util.Locale;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.Settings;
import org.jspecify.annotations.Nullable;

/** Reports a fine-tuning to a {@link Watch}: one stage over all folds and seeds. */
public final class WatchedFineTuning implements FineTuningListener, AutoCloseable {
    private final int trainings;
    private final int epochs;
    private final String part;
    private int begun;
    private String name = "";
    private String state = "";
    /** Steps of the first training. The others are scaled to this number, because folds differ a little. */
    private long steps;

    private long position;

    private final Watch watch;
    private Watch.@Nullable Stage progress;

    /**
     * A listener for trainings that are about to begin.
     *
     * @param trainings folds times seeds
     * @param config of each
     * @param watch follows them
     */
    public WatchedFineTuning(int trainings, FineTuningConfig config, Watch watch) {
        this.watch = watch;
        this.trainings = trainings;
        this.epochs = config.schedule().epochs();
        this.part = Settings.word(config.select());
    }

    /**
     * The next training begins.
     *
     * @param training its seed and fold; empty where there is only one
     */
    public void begin(String training) {
        begun++;
        name = training.isEmpty() ? "" : training + ", ";
        state = "epoch 1/" + epochs;
    }

    @Override
    public void stepped(long done, long total) {
        if (progress == null) {
            steps = total;
            progress = watch.begin("fine-tuning", trainings * steps, "steps");
        }
        position = (begun - 1) * steps + done * steps / total;
        progress.at(position, name + state);
    }

    @Override
    public void finished(FineTuned.Epoch epoch, int best) {
        state = String.format(
                Locale.ROOT,
                "epoch %d/%d, loss %.3f, %s %.1f %%, best at %d",
                epoch.number(),
                epochs,
                epoch.loss(),
                part,
                100 * epoch.score(),
                best);
        if (progress != null) {
            progress.at(position, name + state);
        }
    }

    @Override
    public boolean stopRequested() {
        return watch.stopRequested();
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
        }
    }
}

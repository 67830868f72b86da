package org.dapple.cli;

import java.util.Locale;
import org.dapple.core.settings.Settings;
import org.dapple.train.finetune.FineTuned;
import org.dapple.train.finetune.FineTuningConfig;
import org.dapple.train.finetune.FineTuningListener;
import org.jspecify.annotations.Nullable;

/** Shows a fine-tuning on the terminal: one bar over all folds and seeds. */
final class FineTuningProgress implements FineTuningListener, AutoCloseable {
    private final int trainings;
    private final int epochs;
    private final String part;
    private int begun;
    private String name = "";
    private String state = "";
    /** Steps of the first training; the others are stretched to as many, because folds differ a little. */
    private long steps;

    private long position;

    private @Nullable Progress progress;

    /**
     * Before the first training.
     *
     * @param trainings folds times seeds
     */
    FineTuningProgress(int trainings, FineTuningConfig config) {
        this.trainings = trainings;
        this.epochs = config.schedule().epochs();
        this.part = Settings.word(config.select());
    }

    /** The next training begins: its seed and fold, or nothing where there is only one. */
    void begin(String training) {
        begun++;
        name = training.isEmpty() ? "" : training + ", ";
        state = "epoch 1/" + epochs;
    }

    @Override
    public void stepped(long done, long total) {
        if (progress == null) {
            steps = total;
            progress = new Progress("fine-tuning", trainings * steps, " steps");
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
        return Interruption.ofProcess().requested();
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
        }
    }
}

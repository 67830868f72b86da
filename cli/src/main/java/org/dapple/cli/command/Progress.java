package org.dapple.cli.command;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.dapple.core.run.Watch;

/** A progress bar on the error stream, with rate and remaining time; in a log file, an occasional line. */
public final class Progress implements Watch.Stage {
    private static final int WIDTH = 110;
    private static final int LOG_WIDTH = 150;

    private final ProgressBar bar;

    /**
     * Starts a bar. Its rate and remaining time count only work from now on.
     *
     * @param task name of the work
     * @param done units that were done before
     * @param total units in all
     * @param unit what is counted
     */
    public Progress(String task, long done, long total, String unit) {
        boolean terminal = Boolean.getBoolean("dapple.terminal"); // set by the launcher
        this.bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .startsFrom(done, Duration.ZERO)
                .setUnit(unit, 1)
                .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .setSpeedUnit(ChronoUnit.SECONDS)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(terminal ? 200 : 15_000)
                .setConsumer(
                        terminal
                                ? new ConsoleProgressBarConsumer(System.err, WIDTH)
                                : new DelegatingProgressBarConsumer(new Lines(), LOG_WIDTH))
                .build();
    }

    /** Lines of a log file, without the empty bar at the start and without repetitions. */
    private static final class Lines implements Consumer<String> {
        private String last = "";
        private boolean started;

        @Override
        public void accept(String line) {
            if (started && !line.equals(last)) {
                System.err.println(line);
            }
            started = true;
            last = line;
        }
    }

    @Override
    public void step() {
        bar.step();
    }

    @Override
    public void at(long done, String message) {
        bar.stepTo(done);
        bar.setExtraMessage("  " + message);
    }

    @Override
    public void close() {
        bar.close();
    }
}

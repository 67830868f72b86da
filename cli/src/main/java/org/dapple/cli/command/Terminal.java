package org.dapple.cli.command;

import org.dapple.core.run.Watch;

/** The terminal of this process: lines, progress bars, Ctrl-C. */
public final class Terminal implements Watch {
    /** The only instance. */
    public static final Watch WATCH = new Terminal();

    private Terminal() {}

    @Override
    public void say(String line) {
        DappleCommand.say(line);
    }

    @Override
    public void warn(String sentence) {
        System.err.println("dapple: " + sentence);
    }

    @Override
    public Stage begin(String title, long done, long total, String unit) {
        return new Progress(title, done, total, " " + unit);
    }

    @Override
    public boolean stopRequested() {
        return Interruption.ofProcess().requested();
    }
}

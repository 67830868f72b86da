package example;

import java.io.PrintStream;
import org.dapple.core.run.Watch;

/** Prints lines and the names of stages. */
record PrintingWatch(PrintStream out) implements Watch {
    @Override
    public void say(String line) {
        out.println(line);
    }

    @Override
    public void warn(String sentence) {
        out.println("attention: " + sentence);
    }

    @Override
    public Stage begin(String title, long done, long total, String unit) {
        out.println(title + ", " + total + " " + unit);
        return Watch.silent().begin(title, done, total, unit);
    }

    @Override
    public boolean stopRequested() {
        return false;
    }
}

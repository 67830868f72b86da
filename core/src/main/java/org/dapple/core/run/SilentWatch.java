package org.dapple.core.run;

/** Shows nothing. */
final class SilentWatch implements Watch, Watch.Stage {
    @Override
    public void say(String line) {}

    @Override
    public void warn(String sentence) {}

    @Override
    public Stage begin(String title, long done, long total, String unit) {
        return this;
    }

    @Override
    public boolean stopRequested() {
        return false;
    }

    @Override
    public void step() {}

    @Override
    public void at(long done, String state) {}

    @Override
    public void close() {}
}

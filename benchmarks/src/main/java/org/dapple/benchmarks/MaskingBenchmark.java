package org.dapple.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The time that a strategy takes to draw the masks of 256 clips at ratio 0.7 and hint 0.5. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@SuppressWarnings("NullAway.Init") // JMH fills the fields
public class MaskingBenchmark {

    /** The strategy, as {@link StrategyText} reads it; a name that the catalogue lacks fails alone. */
    @Param({"random", "dwm", "inverse_block", "block", "self_guided", "time", "frequency", "structured"})
    public String strategy;

    /** Patch rows and columns: six seconds of 80 bands, or ten of 128. */
    @Param({"5x38", "8x64"})
    public String grid;

    private MaskingTask task;

    /** Makes the input. */
    @Setup
    public void prepare() {
        task = new MaskingTask(strategy, grid);
    }

    /** {@return the visible patches of each clip, so that nothing is optimised away} */
    @Benchmark
    public int mask() {
        return task.draw();
    }

    /** Frees the input. */
    @TearDown
    public void close() {
        task.close();
    }
}

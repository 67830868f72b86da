package org.dapple.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.dapple.core.files.Json;
import org.dapple.core.run.Provenance;
import org.dapple.core.settings.Settings;
import org.dapple.masking.MaskingStrategies;

/**
 * Times one strategy on one grid and prints one line of JSON, the same that {@code peer/masks.py} prints. For setting
 * the two side by side; {@link MaskingBenchmark} is the more careful look at Dapple alone.
 *
 * <p>Options are {@code key=value}: strategy, grid, repeats, warmup, seconds (the bound of the repeats and of the
 * warm-up, three at least). {@code list} prints the catalogue's names instead, {@code provenance} versions and machine.
 */
public final class MaskingTimings {
    private static final int FEWEST = 3;

    private MaskingTimings() {}

    /**
     * Measures and prints.
     *
     * @param args as above
     */
    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals("list")) {
            MaskingStrategies.standard().names().forEach(System.out::println);
        } else if (args.length == 1 && args[0].equals("provenance")) {
            System.out.println(Json.line(provenance()));
        } else {
            Map<String, String> options = new LinkedHashMap<>();
            for (String arg : args) {
                String[] pair = arg.split("=", 2);
                options.put(pair[0], pair.length == 2 ? pair[1] : "");
            }
            System.out.println(Json.line(measure(new Settings(options))));
        }
    }

    private static Map<String, String> provenance() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Map<String, String> facts = Provenance.of(manager);
            facts.put("djl", Engine.getDjlVersion());
            return facts;
        }
    }

    private static Map<String, Object> measure(Settings settings) {
        String strategy = settings.text("strategy", "dwm");
        String grid = settings.text("grid", "5x38");
        int repeats = settings.integer("repeats", 50);
        int warmup = settings.integer("warmup", 200);
        double seconds = settings.number("seconds", 10);
        settings.done();
        try (MaskingTask task = new MaskingTask(strategy, grid)) {
            int visible = task.draw();
            times(task, warmup, seconds);
            double[] times = times(task, repeats, seconds);
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("strategy", strategy);
            line.put("form", "java");
            line.put("grid", grid);
            line.put("visible", visible);
            line.put("median_ms", rounded(median(times)));
            line.put("min_ms", rounded(times[0]));
            line.put("repeats", times.length);
            line.put("threads", Integer.getInteger("ai.djl.pytorch.num_threads", 0));
            return line;
        }
    }

    /** Milliseconds of each of some draws, sorted. */
    private static double[] times(MaskingTask task, int repeats, double seconds) {
        DoubleStream.Builder times = DoubleStream.builder();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (int i = 0; i < repeats && (i < FEWEST || System.nanoTime() < end); i++) {
            long start = System.nanoTime();
            task.draw();
            times.add((System.nanoTime() - start) / 1e6);
        }
        return times.build().sorted().toArray();
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double rounded(double milliseconds) {
        return Math.round(milliseconds * 1000) / 1000.0;
    }
}

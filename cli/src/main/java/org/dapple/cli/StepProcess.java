package org.dapple.cli;

import ai.djl.Device;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.dapple.cli.command.Terminal;
import org.dapple.core.files.Json;
import org.dapple.experiment.study.cost.StepCost;
import org.dapple.experiment.study.cost.StepMeter;
import org.dapple.train.Catalogues;
import org.dapple.train.PretrainingConfig;

/**
 * Runs {@code dapple bench step} in a process of its own, so that its peak memory counts nothing else.
 *
 * @param device computes
 */
record StepProcess(Device device) implements StepMeter {
    private static final long LOOK_EVERY_MILLIS = 200;

    /** Measures; Ctrl-C ends it early. */
    @Override
    public StepCost measure(PretrainingConfig config, int warmup, int steps) throws IOException {
        Path json = Files.createTempFile("dapple-step", ".json");
        Path printed = Files.createTempFile("dapple-step", ".txt");
        try {
            Process process = new ProcessBuilder(command(config, warmup, steps, json))
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
            if (ended(process, Terminal.WATCH::stopRequested) != 0) {
                String text = Files.readString(printed).strip();
                throw new IOException("steps could not be measured: " + text.substring(text.lastIndexOf('\n') + 1)
                        + " (--no-costs skips this)");
            }
            return cost(Json.read(json));
        } finally {
            Files.deleteIfExists(json);
            Files.deleteIfExists(printed);
        }
    }

    private static int ended(Process process, BooleanSupplier stop) {
        try {
            while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                if (stop.getAsBoolean()) {
                    process.destroyForcibly();
                    throw new CancellationException(
                            "interrupted while steps were measured; the same command continues");
                }
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while steps were measured");
        }
    }

    /** The command: this Java with its class path and options, without agents such as debuggers. */
    private List<String> command(PretrainingConfig config, int warmup, int steps, Path json) {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-javaagent:") && !option.startsWith("-agent"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Dapple.class.getName(), "bench", "step"));
        command.addAll(List.of("--warmup", String.valueOf(warmup), "--repeats", String.valueOf(steps)));
        command.addAll(List.of("--json", json.toString()));
        command.add("device=" + (device.isGpu() ? "gpu" + device.getDeviceId() : "cpu"));
        add("", config.toSettings(Catalogues.standard()), command);
        return command;
    }

    /** Adds a tree as {@code a.b=value}. */
    private static void add(String prefix, Map<?, ?> tree, List<String> words) {
        tree.forEach((key, value) -> {
            if (value instanceof Map<?, ?> section) {
                add(prefix + key + ".", section, words);
            } else {
                words.add(prefix + key + "=" + value);
            }
        });
    }

    private static StepCost cost(Map<String, Object> json) {
        return new StepCost(
                number(json, "step_ms"),
                number(json, "mask_ms"),
                (int) number(json, "clips_per_step"),
                number(json, "peak_resident_mib"),
                (long) number(json, "parameters"));
    }

    private static double number(Map<String, Object> json, String key) {
        return json.get(key) instanceof Number value ? value.doubleValue() : 0;
    }
}

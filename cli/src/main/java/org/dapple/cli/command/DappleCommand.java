package org.dapple.cli.command;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dapple.core.files.Json;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The common parts of all commands: settings, a device, a result for programs. */
@Command(mixinStandardHelpOptions = true, usageHelpAutoWidth = true, sortOptions = false)
public abstract class DappleCommand implements Callable<Integer> {
    private static volatile @Nullable PrintStream people;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the result as JSON to this file; - is standard output.",
            order = 100)
    private @Nullable Path json;

    @Option(names = "--verbose", description = "Show where an error came from.", order = 101)
    private boolean verbose;

    @Parameters(
            paramLabel = "KEY=VALUE",
            arity = "0..*",
            description = "Settings, for example device=cpu (default: the best device found).")
    private List<String> assignments = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Settings settings = new Settings(Overrides.assign(defaults(), settings(assignments)));
        try (NDManager manager = NDManager.newBaseManager(device(settings.text("device", "auto")))) {
            Outcome outcome = run(settings, manager);
            if (json != null) {
                Json.write(json, outcome.result());
            }
            return outcome.code();
        }
    }

    /** {@return whether stack traces are wanted} */
    public boolean verbose() {
        return verbose;
    }

    /**
     * The end of a command.
     *
     * @param code the exit code
     * @param result written as JSON
     */
    public record Outcome(int code, Map<String, Object> result) {
        /** The ordinary end. */
        public static Outcome done(Map<String, Object> result) {
            return new Outcome(0, result);
        }
    }

    /** The words of the command line that are settings: all, unless a command has words of its own. */
    public List<String> settings(List<String> words) {
        return words;
    }

    /** The settings that the command line overrides. */
    public Map<String, Object> defaults() throws IOException {
        return Map.of();
    }

    /**
     * Does the work of the command.
     *
     * @param settings must all be read, followed by {@link Settings#done}
     * @param manager on the chosen device
     */
    public abstract Outcome run(Settings settings, NDManager manager) throws IOException;

    private static Device device(String name) {
        int gpus = Engine.getInstance().getGpuCount();
        if (name.equals("auto")) {
            return gpus > 0 ? Device.gpu() : Device.cpu();
        }
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        if (name.matches("gpu\\d{0,3}")) {
            int number = name.equals("gpu") ? 0 : Integer.parseInt(name.substring(3));
            if (number < gpus) {
                return Device.gpu(number);
            }
            throw new ConfigurationException(
                    "device",
                    "must exist; it is " + name + ", and the number of GPUs is " + gpus
                            + " (leave it out, or use device=cpu)");
        }
        throw new ConfigurationException("device", "must be auto, cpu, gpu or gpu0, gpu1, …; it is " + name);
    }

    /** Sets where the lines of {@link #say} go while a command runs; null: standard output. */
    public static void toPeopleBy(@Nullable PrintStream stream) {
        people = stream;
    }

    /** Prints a line for the user. */
    public static void say(String line) {
        PrintStream stream = people;
        (stream == null ? System.out : stream).println(line);
    }
}

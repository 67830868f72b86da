package org.dapple.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dapple.core.files.AtomicFile;
import org.dapple.core.settings.ConfigurationException;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Checks the output files of a command before it works: each can be written, and none is an input or another output.
 * {@code -} is standard output.
 */
public final class OutputFiles implements IExecutionStrategy {
    private static final Set<String> OPTIONS = Set.of("--json", "--report", "--predictions");
    private static final Path STANDARD = Path.of("/dev/stdout");

    /** Options whose folders are read: existing files in them are never replaced. */
    private static final Set<String> READ_FOLDERS = Set.of("--data", "--run", "--encoder", "--resume");

    /** Readable files of runs, encoders, stores and studies, which are never replaced anywhere. */
    private static final Set<String> PARTS = Set.of(
            "run.json",
            "clips.csv",
            "heard.csv",
            "metrics.jsonl",
            "state.json",
            "encoder.json",
            "classifier.json",
            "config.json",
            "store.json",
            "index.csv",
            "journal.jsonl",
            "study.yaml",
            "cells.json",
            "lock");

    /** Sounds and weights have zeros among their first bytes; outputs may replace only text. */
    private static final int LOOKED_AT = 512;

    @Override
    public int execute(ParseResult parsed) {
        List<CommandLine> commands = parsed.asCommandLineList();
        CommandLine command = commands.get(commands.size() - 1);
        try {
            boolean help =
                    commands.stream().anyMatch(one -> one.isUsageHelpRequested() || one.isVersionHelpRequested());
            DappleCommand.toPeopleBy(!help && check(command) ? System.err : null);
            return new RunLast().execute(parsed);
        } catch (IOException | ConfigurationException e) {
            throw new ExecutionException(command, String.valueOf(e.getMessage()), e);
        } finally {
            DappleCommand.toPeopleBy(null);
        }
    }

    /** Whether one of the outputs is standard output. */
    private static boolean check(CommandLine command) throws IOException {
        boolean standard = false;
        Map<Path, String> inputs = new LinkedHashMap<>();
        Map<String, Path> outputs = new LinkedHashMap<>();
        for (ArgSpec argument : command.getCommandSpec().args()) {
            String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
            if (isOutput(argument, name) && argument.getValue() instanceof Path file) {
                if (file.toString().equals("-")) {
                    argument.setValue(STANDARD);
                    standard = true;
                }
                outputs.put(name, argument.getValue());
            } else {
                for (Path file : existing(argument.getValue())) {
                    inputs.putIfAbsent(file, name);
                }
            }
        }
        Map<Path, String> seen = new LinkedHashMap<>();
        for (Map.Entry<String, Path> output : outputs.entrySet()) {
            check(output.getKey(), output.getValue(), inputs, seen);
        }
        return standard;
    }

    private static boolean isOutput(ArgSpec argument, String name) {
        return OPTIONS.contains(name)
                || (name.equals("--out") && !argument.paramLabel().equals("DIR"));
    }

    private static void check(String name, Path file, Map<Path, String> inputs, Map<Path, String> seen)
            throws IOException {
        try {
            AtomicFile.check(file);
        } catch (FileSystemException e) {
            String problem = e.getReason() == null ? "" : ": " + e.getReason();
            throw new ConfigurationException(name, "must be a file that can be written; " + file + " cannot" + problem);
        }
        if (file.equals(STANDARD)) {
            return; // a pipe has no path to compare
        }
        Path real = real(AtomicFile.target(file));
        String other = seen.putIfAbsent(real, name);
        if (other != null) {
            throw new ConfigurationException(name, "must differ from " + other + "; both are " + file);
        }
        for (Map.Entry<Path, String> input : inputs.entrySet()) {
            boolean within =
                    READ_FOLDERS.contains(input.getValue()) && Files.exists(real) && real.startsWith(input.getKey());
            if (within || real.equals(input.getKey())) {
                throw new ConfigurationException(
                        name, "must not replace an input; " + file + " belongs to " + input.getValue());
            }
        }
        if (OPTIONS.contains(name) && isBinary(real)) {
            throw new ConfigurationException(
                    name,
                    "must not replace sound, weights or a picture; " + file + " is not text (choose another name)");
        }
        String last = String.valueOf(real.getFileName());
        if (PARTS.contains(last) && Files.exists(real)) {
            throw new ConfigurationException(
                    name, "must not replace a part of a run, a store, an encoder or a study; " + file + " exists");
        }
    }

    private static boolean isBinary(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            for (byte one : in.readNBytes(LOOKED_AT)) {
                if (one == 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Existing files and folders among the words of an argument; for settings, among their values. */
    private static List<Path> existing(Object value) throws IOException {
        List<Path> files = new ArrayList<>();
        Collection<?> words = value instanceof Collection<?> several
                ? several
                : Optional.ofNullable(value).stream().toList();
        for (Object word : words) {
            String text =
                    word instanceof Path ? word.toString() : word.toString().replaceFirst("^[\\w.]+=", "");
            try {
                if (!text.isEmpty() && Files.exists(Path.of(text))) {
                    files.add(Path.of(text).toRealPath());
                }
            } catch (InvalidPathException e) {
                // Not a valid file name.
            }
        }
        return files;
    }

    /** The path without links. Its last part may not exist yet. */
    private static Path real(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (Files.exists(absolute) || folder == null) {
            return Files.exists(absolute) ? absolute.toRealPath() : absolute;
        }
        return real(folder).resolve(absolute.getFileName());
    }
}

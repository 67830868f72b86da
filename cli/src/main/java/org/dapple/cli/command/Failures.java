package org.dapple.cli.command;

import java.io.PrintWriter;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.experiment.text.Sentence;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns failures into one sentence and an exit code; {@code --verbose} adds the stack trace. */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    /** A setting that was written like an option. */
    private static final Pattern SETTING = Pattern.compile("Unknown option: '--([\\w.]+=.*)'");

    public static final int FAILED = 1;
    public static final int WRONG_USAGE = 2;
    public static final int INTERRUPTED = 130;

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("dapple: " + e.getMessage());
        Matcher setting = SETTING.matcher(String.valueOf(e.getMessage()));
        if (setting.find()) {
            err.println("Settings are written without dashes: " + setting.group(1));
        }
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return WRONG_USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        command.getErr().println("dapple: " + Sentence.of(e));
        if (command.getCommand() instanceof DappleCommand failed && failed.verbose()) {
            e.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        if (e instanceof ConfigurationException) {
            return WRONG_USAGE;
        }
        return e instanceof CancellationException ? INTERRUPTED : FAILED;
    }
}

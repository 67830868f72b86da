package org.dapple.cli;

import org.dapple.cli.command.Failures;
import org.dapple.cli.command.Interruption;
import org.dapple.cli.command.OutputFiles;
import org.dapple.cli.command.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code dapple} command. Exit codes: 0 done, 1 the run failed, 2 wrong usage or configuration, 130 interrupted.
 */
@Command(
        name = "dapple",
        description = "Masked-prediction self-supervised learning on audio spectrograms.%n",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        subcommands = {
            QuickstartCommand.class,
            DatasetsCommand.class,
            PrepareCommand.class,
            PretrainCommand.class,
            RunsCommand.class,
            ProbeCommand.class,
            EvalCommand.class,
            FinetuneCommand.class,
            StudyCommand.class,
            EmbedCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            MasksCommand.class,
            BenchCommand.class,
            DoctorCommand.class
        },
        footer = {
            "",
            "Start with:  ./dapple quickstart",
            "Exit codes:  0 done, 1 the run failed, 2 wrong usage or configuration, 130 interrupted (says what is kept)"
        })
public final class Dapple implements Runnable {
    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        Interruption interruption = Interruption.install();
        try {
            int code = execute(arguments);
            interruption.finished();
            System.exit(code);
        } finally {
            interruption.finished(); // also after an error that is not handled
        }
    }

    /**
     * Runs a command.
     *
     * @param arguments the command line
     * @return the exit code
     */
    static int execute(String... arguments) {
        return new CommandLine(new Dapple())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new Failures())
                .setExecutionStrategy(new OutputFiles())
                .setExecutionExceptionHandler(new Failures())
                .execute(arguments);
    }

    /** Without a command, prints the help. */
    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}

package org.dapple.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists and compares pre-training runs. */
@Command(
        name = "runs",
        description = {"List and compare pre-training runs.", ""},
        synopsisSubcommandLabel = "WHAT",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        subcommands = {RunsListCommand.class, RunsCompareCommand.class})
final class RunsCommand implements Runnable {
    @Spec
    private CommandSpec command = CommandSpec.create(); // picocli sets it

    /** Without a subcommand, prints the help. */
    @Override
    public void run() {
        command.commandLine().usage(System.out);
    }
}

package org.dapple.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures speed on this machine. */
@Command(
        name = "bench",
        description = {"Measure how fast this machine trains.", ""},
        synopsisSubcommandLabel = "WHAT",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        subcommands = BenchStepCommand.class)
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec command = CommandSpec.create(); // picocli sets it

    /** Without a subcommand, prints the help. */
    @Override
    public void run() {
        command.commandLine().usage(System.out);
    }
}

package org.dapple.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures speed on this machine. */
@Command(
        name = "bench",
        description = {"Measure how fast this machine trains.", ""},
        synopsisSubcommandLabel = "WHAT",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        subcommands = BenchStepCommand.class)
final class BenchCommand implements Runnable {

    /** Without a subcommand there is only help to give. */
    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}

package org.dapple.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Looks at pre-training runs. */
@Command(
        name = "runs",
        description = {"List and compare pre-training runs.", ""},
        synopsisSubcommandLabel = "WHAT",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        subcommands = {RunsListCommand.class, RunsCompareCommand.class})
final class RunsCommand implements Runnable {

    /** Without a subcommand there is only help to give. */
    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}

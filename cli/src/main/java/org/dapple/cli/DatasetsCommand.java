package org.dapple.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dapple.cli.command.DappleCommand;
import org.dapple.core.files.Json;
import org.dapple.data.downstream.DownstreamInfo;
import org.dapple.data.downstream.DownstreamSet;
import org.dapple.data.downstream.DownstreamSets;
import org.dapple.eval.report.table.TextTable;
import org.dapple.experiment.text.Tables;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the downstream sets that Dapple knows. */
@Command(
        name = "datasets",
        description = {
            "List the downstream data sets whose official layouts are known.",
            "",
            "Example:  ./dapple datasets",
            "",
            "Use check or manifest for a set that you have downloaded.",
            ""
        },
        synopsisSubcommandLabel = "[check | manifest]",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        subcommands = {DatasetsCheckCommand.class, DatasetsManifestCommand.class})
final class DatasetsCommand implements Callable<Integer> {
    private static final List<String> HEADER = List.of("name", "data set", "classes", "clips", "seconds", "metric");

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the table to this file, for programs.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        List<Object> results = new ArrayList<>();
        for (DownstreamSet set : DownstreamSets.standard().all()) {
            DownstreamInfo info = set.info();
            rows.add(List.of(
                    info.name(),
                    info.title(),
                    String.valueOf(info.classes()),
                    String.valueOf(info.clips()),
                    String.valueOf(info.seconds()),
                    info.metric().shortName()));
            results.add(tree(info));
        }
        if (json != null) {
            Json.write(json, Map.of("datasets", results));
        }
        DappleCommand.say(Tables.text(new TextTable("Data sets", HEADER, rows)).stripTrailing());
        DappleCommand.say("\nLicence, and where to get it:");
        for (DownstreamSet set : DownstreamSets.standard().all()) {
            DappleCommand.say(
                    set.name() + ": " + set.info().licence() + "; " + set.info().source());
        }
        return 0;
    }

    private static Map<String, Object> tree(DownstreamInfo info) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", info.name());
        tree.put("aliases", info.aliases());
        tree.put("title", info.title());
        tree.put("classes", info.classes());
        tree.put("clips", info.clips());
        tree.put("parts", info.parts());
        tree.put("seconds", info.seconds());
        tree.put("metric", info.metric().shortName());
        tree.put("multi_label", info.multiLabel());
        tree.put("licence", info.licence());
        tree.put("source", info.source());
        return tree;
    }
}

package org.dapple.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.Failures;
import org.dapple.core.files.Json;
import org.dapple.data.downstream.DownstreamClips;
import org.dapple.data.downstream.DownstreamSets;
import org.dapple.eval.report.table.TextTable;
import org.dapple.experiment.text.Tables;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares a download with what its data set should contain. */
@Command(
        name = "check",
        description = {
            "Check whether a downloaded downstream data set is complete. No sound is read.",
            "",
            "Example:  ./dapple datasets check esc50 ESC-50-master",
            "",
            "The exit code is 1 if anything is missing.",
            ""
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
final class DatasetsCheckCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The set, as dapple datasets calls it.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "Its folder, or the one in which it was unpacked.")
    private Path folder = Path.of("");

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the result to this file, for programs.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        DownstreamClips clips = DownstreamSets.standard().get(name).read(folder);
        List<String> problems = clips.problems();
        if (json != null) {
            Json.write(json, tree(clips, problems));
        }
        DappleCommand.say(clips.info().title() + " in " + clips.root());
        DappleCommand.say(Tables.text(table(clips)).stripTrailing());
        problems.forEach(DappleCommand::say);
        DappleCommand.say(
                problems.isEmpty()
                        ? "Complete."
                        : "Not complete: get it from " + clips.info().source());
        return problems.isEmpty() ? 0 : Failures.FAILED;
    }

    private static TextTable table(DownstreamClips clips) {
        Map<String, Integer> expected = clips.info().parts();
        List<List<String>> rows = new ArrayList<>();
        clips.parts()
                .forEach((part, found) -> rows.add(List.of(
                        part, String.valueOf(found), expected.containsKey(part) ? expected.get(part) + "" : "-")));
        rows.add(List.of(
                "all",
                String.valueOf(clips.manifest().clips().size()),
                String.valueOf(clips.info().clips())));
        rows.add(List.of(
                "classes",
                String.valueOf(clips.classes()),
                String.valueOf(clips.info().classes())));
        return new TextTable("Clips", List.of("", "there", "expected"), rows);
    }

    private static Map<String, Object> tree(DownstreamClips clips, List<String> problems) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", clips.info().name());
        tree.put("folder", clips.root().toString());
        tree.put("complete", problems.isEmpty());
        tree.put("clips", clips.manifest().clips().size());
        tree.put("classes", clips.classes());
        tree.put("parts", clips.parts());
        tree.put("missing", clips.missing());
        tree.put("problems", problems);
        return tree;
    }
}

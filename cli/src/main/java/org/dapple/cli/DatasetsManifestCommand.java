package org.dapple.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dapple.cli.command.DappleCommand;
import org.dapple.core.files.Json;
import org.dapple.data.downstream.DownstreamClips;
import org.dapple.data.downstream.DownstreamSets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a manifest of a download for the other commands. */
@Command(
        name = "manifest",
        description = {
            "Write a manifest CSV of a downstream data set, for --data of the other commands.",
            "",
            "Example:  ./dapple datasets manifest esc50 ESC-50-master --out esc50.csv",
            "",
            "Clips below the manifest's folder are named relative to it, others by their absolute path. Missing clips"
                    + " are left out with a warning.",
            ""
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true)
final class DatasetsManifestCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The set, as dapple datasets calls it.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "Its folder, or the one in which it was unpacked.")
    private Path folder = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "CSV", description = "The manifest, replaced if it exists.")
    private Path out = Path.of("");

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the result to this file, for programs.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException {
        DownstreamClips clips = DownstreamSets.standard().get(name).read(folder);
        List<String> problems = clips.problems();
        clips.manifest().write(out);
        int count = clips.manifest().clips().size();
        if (json != null) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("name", clips.info().name());
            tree.put("manifest", out.toString());
            tree.put("clips", count);
            tree.put("problems", problems);
            Json.write(json, tree);
        }
        problems.forEach(problem -> DappleCommand.say("Warning: " + problem));
        DappleCommand.say(count + " clips of " + clips.info().title() + " in " + out);
        return 0;
    }
}

package org.dapple.data.downstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.dapple.data.task.DownstreamMetric;

/**
 * CREMA-D (Cao et al. 2014): acted emotions, in {@code AudioWAV} or directly in the folder. A name such as
 * {@code 1001_DFA_ANG_XX.wav} gives the speaker (the source), the sentence and the emotion. EVAR's
 * {@code evar/metadata/cremad.csv} (columns {@code file_name}, {@code split}) splits the speakers; it lists 7438 of the
 * 7442 published clips.
 */
public record CremaD() implements DownstreamSet {
    private static final Set<String> EMOTIONS = Set.of("ANG", "DIS", "FEA", "HAP", "NEU", "SAD");
    private static final DownstreamInfo INFO = new DownstreamInfo(
            "cremad",
            List.of("crema-d"),
            "CREMA-D",
            2.5,
            EMOTIONS.size(),
            7_438,
            DownstreamInfo.splits(5_155, 732, 1_551),
            DownstreamMetric.ACCURACY,
            "Open Database License 1.0, contents Database Contents License 1.0",
            "github.com/CheyneyComputerScience/CREMA-D");

    @Override
    public DownstreamInfo info() {
        return INFO;
    }

    @Override
    public DownstreamClips read(Path path) throws IOException {
        Path root = Roots.find(
                INFO,
                path,
                List.of("CREMA-D", "CREMA-D-master", "cremad"),
                Roots.anyOf("AudioWAV", "1001_DFA_ANG_XX.wav"),
                "folder AudioWAV");
        Path list = Lists.require(
                INFO, root, "cremad.csv", "evar/metadata/cremad.csv of EVAR (github.com/nttcslab/eval-audio-repr)");
        String folder = Files.isDirectory(root.resolve("AudioWAV")) ? "AudioWAV/" : "";
        Listing listing = new Listing(INFO, root);
        Lists.csv(list, List.of("file_name", "split"), (row, line) -> {
            String name = row.get("file_name");
            String[] fields = name.split("_", -1);
            if (fields.length != 4 || !EMOTIONS.contains(fields[2])) {
                throw line.refused("must name clips like 1001_DFA_ANG_XX.wav", name);
            }
            listing.add(folder + name, line, fields[2], null, line.split(row.get("split")), fields[0]);
        });
        return listing.done();
    }
}

package org.dapple.data.downstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dapple.data.task.DownstreamMetric;

/**
 * VoxForge language identification: six languages, by EVAR's {@code evar/metadata/voxforge.csv} (columns
 * {@code file_name}, {@code label}, {@code split}). The source is the submission, a folder of sentences that one
 * speaker uploaded together. EVAR splits by submission, so a speaker who uploaded twice may be on both sides.
 *
 * <p>Not confirmed: that every path in the list is {@code SUBMISSION/wav/NAME.wav}; any path below the folder is
 * accepted, and its first part is the source.
 */
public record VoxForge() implements DownstreamSet {
    private static final DownstreamInfo INFO = new DownstreamInfo(
            "voxforge",
            List.of(),
            "VoxForge",
            5.8,
            6,
            176_428,
            Map.of(),
            DownstreamMetric.ACCURACY,
            "GPL 3",
            "www.voxforge.org (EVAR's evar/utils/download_voxforge.py fetches the archives)");

    @Override
    public DownstreamInfo info() {
        return INFO;
    }

    @Override
    public DownstreamClips read(Path path) throws IOException {
        Path root = Roots.find(
                INFO, path, List.of("voxforge", "VoxForge"), VoxForge::hasSubmissions, "submission with a folder wav");
        Path list = Lists.require(
                INFO, root, "voxforge.csv", "evar/metadata/voxforge.csv of EVAR (github.com/nttcslab/eval-audio-repr)");
        Listing listing = new Listing(INFO, root);
        Lists.csv(list, List.of("file_name", "label", "split"), (row, line) -> {
            String name = row.get("file_name");
            String submission = name.split("/", 2)[0];
            listing.add(name, line, row.get("label"), null, line.split(row.get("split")), submission);
        });
        return listing.done();
    }

    private static boolean hasSubmissions(Path folder) throws IOException {
        for (Path submission : Roots.files(folder, "")) {
            if (Files.isDirectory(submission.resolve("wav"))) {
                return true;
            }
        }
        return false;
    }
}

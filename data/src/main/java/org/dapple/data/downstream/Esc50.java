package org.dapple.data.downstream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dapple.data.task.DownstreamMetric;

/**
 * ESC-50 (Piczak 2015): environmental sounds in five folds, by {@code meta/esc50.csv}. Several clips may be cut from
 * one Freesound recording ({@code src_file}); the official folds keep them together.
 */
public record Esc50() implements DownstreamSet {
    private static final DownstreamInfo INFO = new DownstreamInfo(
            "esc50",
            List.of("esc-50"),
            "ESC-50",
            5.0,
            50,
            2000,
            DownstreamInfo.folds(400, 400, 400, 400, 400),
            DownstreamMetric.ACCURACY,
            "CC BY-NC 3.0 (its part ESC-10: CC BY 3.0)",
            "github.com/karolpiczak/ESC-50");

    private static final String LIST = "meta/esc50.csv";

    @Override
    public DownstreamInfo info() {
        return INFO;
    }

    @Override
    public DownstreamClips read(Path path) throws IOException {
        Path root = Roots.find(INFO, path, List.of("ESC-50-master", "ESC-50"), Roots.anyOf(LIST), LIST);
        Listing listing = new Listing(INFO, root);
        Lists.csv(
                root.resolve(LIST),
                List.of("filename", "fold", "category", "src_file"),
                (row, line) -> listing.add(
                        "audio/" + row.get("filename"),
                        line,
                        row.get("category"),
                        row.get("fold"),
                        null,
                        row.get("src_file")));
        return listing.done();
    }
}

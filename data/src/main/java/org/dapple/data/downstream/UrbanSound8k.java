package org.dapple.data.downstream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dapple.data.task.DownstreamMetric;

/**
 * UrbanSound8K (Salamon et al. 2014): urban sounds in ten folds, by {@code metadata/UrbanSound8K.csv}. Slices of one
 * Freesound recording ({@code fsID}) are in one fold. Reshuffling the folds would put them on both sides and inflate
 * the scores.
 */
public record UrbanSound8k() implements DownstreamSet {
    private static final DownstreamInfo INFO = new DownstreamInfo(
            "us8k",
            List.of("urbansound8k"),
            "UrbanSound8K",
            4.0,
            10,
            8732,
            DownstreamInfo.folds(873, 888, 925, 990, 936, 823, 838, 806, 816, 837),
            DownstreamMetric.ACCURACY,
            "CC BY-NC 3.0",
            "urbansounddataset.weebly.com");

    private static final String LIST = "metadata/UrbanSound8K.csv";

    @Override
    public DownstreamInfo info() {
        return INFO;
    }

    @Override
    public DownstreamClips read(Path path) throws IOException {
        Path root = Roots.find(INFO, path, List.of("UrbanSound8K"), Roots.anyOf(LIST), LIST);
        Listing listing = new Listing(INFO, root);
        Lists.csv(
                root.resolve(LIST),
                List.of("slice_file_name", "fsID", "fold", "class"),
                (row, line) -> listing.add(
                        "audio/fold" + row.get("fold") + "/" + row.get("slice_file_name"),
                        line,
                        row.get("class"),
                        row.get("fold"),
                        null,
                        row.get("fsID")));
        return listing.done();
    }
}

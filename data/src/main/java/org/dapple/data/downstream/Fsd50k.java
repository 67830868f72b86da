package org.dapple.data.downstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dapple.data.clips.Clip;
import org.dapple.data.task.DownstreamMetric;

/**
 * FSD50K (Fonseca et al. 2022): sound events, several labels per clip, by {@code dev.csv} and {@code eval.csv} in
 * {@code FSD50K.ground_truth}. The column {@code split} of the development part separates training from validation
 * ({@code val}); the evaluation part is for testing. Labels must be in {@code vocabulary.csv} if it exists. Every clip
 * is a separate recording, so no source is given.
 */
public record Fsd50k() implements DownstreamSet {
    private static final DownstreamInfo INFO = new DownstreamInfo(
            "fsd50k",
            List.of(),
            "FSD50K",
            7.6358,
            200,
            51_197,
            DownstreamInfo.splits(36_796, 4_170, 10_231),
            DownstreamMetric.MEAN_AVERAGE_PRECISION,
            "CC BY 4.0; each clip has its own: CC0, CC BY, CC BY-NC or CC Sampling+",
            "Zenodo record 4060432");

    private static final String LISTS = "FSD50K.ground_truth";

    @Override
    public DownstreamInfo info() {
        return INFO;
    }

    @Override
    public DownstreamClips read(Path path) throws IOException {
        Path root = Roots.find(INFO, path, List.of("FSD50K", "fsd50k"), Roots.anyOf(LISTS), "folder " + LISTS);
        Listing listing = new Listing(INFO, root);
        Set<String> vocabulary = vocabulary(root.resolve(LISTS).resolve("vocabulary.csv"));
        Path dev = root.resolve(LISTS).resolve("dev.csv");
        Path eval = root.resolve(LISTS).resolve("eval.csv");
        for (Path list : List.of(dev, eval)) {
            if (!Files.isRegularFile(list)) {
                listing.missing(LISTS + "/" + Roots.name(list));
                continue;
            }
            boolean test = list.equals(eval);
            List<String> columns = test ? List.of("fname", "labels") : List.of("fname", "labels", "split");
            Lists.csv(list, columns, (row, line) -> {
                String[] labels = row.get("labels").split(",", -1);
                for (String label : labels) {
                    if (!vocabulary.isEmpty() && !vocabulary.contains(label)) {
                        throw line.refused("must use the labels of vocabulary.csv", label);
                    }
                }
                String folder = test ? "FSD50K.eval_audio/" : "FSD50K.dev_audio/";
                listing.add(
                        folder + row.get("fname") + ".wav",
                        line,
                        String.join(Clip.LABEL_SEPARATOR, labels),
                        null,
                        test ? "test" : line.split(row.get("split")),
                        null);
            });
        }
        return listing.done();
    }

    /** The second column of a file without header. */
    private static Set<String> vocabulary(Path file) throws IOException {
        Set<String> labels = new HashSet<>();
        if (Files.isRegularFile(file)) {
            Lists.lines(file, (text, line) -> {
                String[] fields = text.split(",", -1);
                if (fields.length < 2) {
                    throw line.refused("must have lines like '0,Accelerating_and_revving_and_vroom,/m/07q2z82'", text);
                }
                labels.add(fields[1]);
            });
        }
        return labels;
    }
}

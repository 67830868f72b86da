package org.dapple.data.downstream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.dapple.data.task.DownstreamMetric;

/**
 * Pitch of the Surge synthesizer (Turian et al. 2021): a folder for every tone (preset) with a file for each of 88
 * notes, named by its MIDI number, which is the label. EVAR's {@code evar/predefined/dataset_surge_tone_splits.csv}
 * (columns {@code tone}, {@code split}) splits tones, not notes. The source is the tone.
 *
 * <p>Not confirmed: the counts are 88 notes for each of the 1692, 195 and 197 tones of EVAR's split, and the licence is
 * taken from the set's page.
 */
public record Surge() implements DownstreamSet {
    private static final int NOTES = 88;
    private static final DownstreamInfo INFO = new DownstreamInfo(
            "surge",
            List.of("surge-pitch"),
            "Surge pitch",
            4.0,
            NOTES,
            2_084 * NOTES,
            DownstreamInfo.splits(1_692 * NOTES, 195 * NOTES, 197 * NOTES),
            DownstreamMetric.ACCURACY,
            "see the record's page",
            "Zenodo record 4677097 (surge-velocity64-2K.tar)");

    private static final String LIST = "dataset_surge_tone_splits.csv";

    @Override
    public DownstreamInfo info() {
        return INFO;
    }

    @Override
    public DownstreamClips read(Path path) throws IOException {
        Path root = Roots.find(INFO, path, List.of("surge"), Surge::hasTones, "folder of a tone with .ogg files");
        Path list = Lists.require(
                INFO, root, LIST, "evar/predefined/" + LIST + " of EVAR (github.com/nttcslab/eval-audio-repr)");
        Listing listing = new Listing(INFO, root);
        Lists.csv(list, List.of("tone", "split"), (row, line) -> {
            String tone = row.get("tone");
            String split = line.split(row.get("split"));
            List<Path> notes = Roots.files(listing.inside(tone, line), ".ogg");
            if (notes.isEmpty()) {
                listing.missing(tone + "/*.ogg");
            }
            for (Path note : notes) {
                String name = Roots.name(note);
                listing.add(tone + "/" + name, line, name.replaceFirst("\\.ogg$", ""), null, split, tone);
            }
        });
        return listing.done();
    }

    private static boolean hasTones(Path folder) throws IOException {
        for (Path tone : Roots.files(folder, "")) {
            if (!Roots.files(tone, ".ogg").isEmpty()) {
                return true;
            }
        }
        return false;
    }
}

package org.dapple.data.downstream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.data.task.DownstreamMetric;

/**
 * GTZAN genres (Tzanetakis and Cook 2002) with the fault-filtered split (Sturm 2013; Kereliuk et al. 2015), which
 * separates artists and leaves out copies and distortions: 930 of the 1000 clips. The split comes as
 * {@code train_filtered.txt}, {@code valid_filtered.txt} and {@code test_filtered.txt}, or as EVAR's {@code gtzan.csv}
 * (columns {@code file_name}, {@code split}; rows without a split are left out). Clips may be WAV or, as in the first
 * archive, AU. The list does not name the artists, so no source is known.
 *
 * <p>In a widespread copy, {@code jazz.00054.wav} is damaged; a remark says so if it does not begin like a WAV file.
 */
public record Gtzan() implements DownstreamSet {
    private static final DownstreamInfo INFO = new DownstreamInfo(
            "gtzan",
            List.of(),
            "GTZAN",
            30.0,
            10,
            930,
            DownstreamInfo.splits(443, 197, 290),
            DownstreamMetric.ACCURACY,
            "none given: excerpts of published music, for research only",
            "a copy of genres.tar.gz, once at marsyas.info (copies are called GTZAN, genres or genres_original)");

    private static final Map<String, String> LISTS = Map.of(
            "train", "train_filtered.txt",
            "valid", "valid_filtered.txt",
            "test", "test_filtered.txt");

    @Override
    public DownstreamInfo info() {
        return INFO;
    }

    @Override
    public DownstreamClips read(Path path) throws IOException {
        Path root = Roots.find(
                INFO,
                path,
                List.of("genres", "genres_original", "Data/genres_original", "gtzan"),
                Roots.anyOf("blues", "jazz", "rock"),
                "folder blues");
        Listing listing = new Listing(INFO, root);
        Optional<Path> evar = Lists.find(root, "gtzan.csv");
        if (evar.isPresent()) {
            Lists.csv(evar.get(), List.of("file_name", "split"), (row, line) -> {
                if (!row.get("split").isEmpty()) {
                    add(listing, row.get("file_name"), line, line.split(row.get("split")));
                }
            });
        } else {
            for (String split : INFO.parts().keySet()) {
                String name = String.valueOf(LISTS.get(split));
                Path list = Lists.require(
                        INFO, root, name, "it from github.com/jongpillee/music_dataset_split (GTZAN_split)");
                Lists.lines(list, (clip, line) -> add(listing, clip, line, split));
            }
        }
        checkDamaged(listing);
        return listing.done();
    }

    private static void add(Listing listing, String name, Line line, String split) {
        String[] parts = name.split("/", -1);
        if (parts.length != 2 || !parts[1].startsWith(parts[0] + ".")) {
            throw line.refused("must name clips like blues/blues.00000.wav", name);
        }
        String sun = name.replaceFirst("\\.wav$", ".au");
        boolean wav = Files.exists(listing.inside(name, line)) || !Files.exists(listing.inside(sun, line));
        listing.add(wav ? name : sun, line, parts[0], null, split, null);
    }

    private static void checkDamaged(Listing listing) throws IOException {
        Path file = listing.root().resolve("jazz/jazz.00054.wav");
        if (Files.isRegularFile(file)) {
            byte[] begin = new byte[4];
            int length;
            try (InputStream in = Files.newInputStream(file)) {
                length = in.readNBytes(begin, 0, begin.length);
            }
            if (!Arrays.equals(Arrays.copyOf(begin, length), "RIFF".getBytes(StandardCharsets.US_ASCII))) {
                listing.remark("jazz/jazz.00054.wav is damaged, as in many copies: take it from another copy");
            }
        }
    }
}

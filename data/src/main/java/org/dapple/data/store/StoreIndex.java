package org.dapple.data.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dapple.core.files.AtomicFile;
import org.dapple.core.files.Checksum;
import org.dapple.core.files.Json;
import org.dapple.core.settings.Codec;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.CorpusName;
import org.dapple.data.clips.CsvFile;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.clips.StoredClip;
import org.dapple.data.store.StoreJournal.Entry;
import org.jspecify.annotations.Nullable;

/** The files beside the shards: {@code index.csv}, {@code skipped.csv} and, written last, {@code store.json}. */
final class StoreIndex {
    static final String DESCRIPTION = "store.json";
    static final String CLIPS = "index.csv";
    static final String SKIPPED = "skipped.csv";
    /** A key of the description: the folder of the sound. */
    static final String DATA_ROOT = "data_root";

    static final long FORMAT = 1;

    /** The column {@code source} already names the file, so the source of a clip has this column. */
    private static final String CLIP_SOURCE = "clip_source";

    private static final List<String> HEADER =
            List.of("filename", "label", "fold", "split", "shard", "offset", "frames", "sha256", "source");

    private StoreIndex() {}

    static void write(Path folder, StoreJob job, List<Entry> entries, List<Path> shards, Map<String, String> provenance)
            throws IOException {
        List<SkippedClip> skipped = new ArrayList<>();
        Optional<Path> root = CorpusName.root(job.clips());
        long[] starts = new long[entries.size()];
        long frames = 0;
        for (int i = 0; i < entries.size(); i++) {
            starts[i] = frames;
            frames += entries.get(i).frames();
            String reason = entries.get(i).reason();
            if (reason != null) {
                skipped.add(new SkippedClip(job.clips().get(i).filename(), reason));
            }
        }
        boolean sources = job.clips().stream().anyMatch(clip -> clip.source() != null);
        CsvFile.write(
                folder.resolve(CLIPS),
                sources ? Stream.concat(HEADER.stream(), Stream.of(CLIP_SOURCE)).toList() : HEADER,
                IntStream.range(0, entries.size())
                        .filter(i -> entries.get(i).reason() == null)
                        .mapToObj(i -> row(job, i, entries.get(i), starts[i], root, sources)));
        SkippedClip.write(folder.resolve(SKIPPED), skipped);
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("format", FORMAT);
        description.put("job", job.fingerprint());
        description.put(DATA_ROOT, root.map(Path::toString).orElse(""));
        description.putAll(job.toSettings());
        description.put("clips", entries.size() - skipped.size());
        description.put("skipped", skipped.size());
        description.put("frames", frames);
        description.put("normalization", normalization(entries, (double)
                (frames * job.frontEnd().bands())));
        Map<String, Object> checksums = new LinkedHashMap<>();
        checksums.put(CLIPS, Checksum.of(folder.resolve(CLIPS)));
        for (Path shard : shards) {
            checksums.put(String.valueOf(shard.getFileName()), Checksum.of(shard));
        }
        description.put("crc32c", checksums);
        description.put("provenance", new TreeMap<>(provenance));
        Json.write(folder.resolve(DESCRIPTION), description);
    }

    private static List<@Nullable Object> row(
            StoreJob job, int position, Entry entry, long start, Optional<Path> root, boolean sources) {
        Clip clip = job.clips().get(position);
        List<@Nullable Object> row = new ArrayList<>();
        Collections.addAll(row, clip.filename(), clip.label(), clip.fold(), clip.split());
        Collections.addAll(row, start / job.shardFrames(), start % job.shardFrames(), entry.frames());
        Collections.addAll(row, entry.contentHash(), relative(clip.file(), root));
        if (sources) {
            row.add(clip.source());
        }
        return row;
    }

    /** Deletes the description; a store without it is unfinished. */
    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(DESCRIPTION));
        AtomicFile.forceNames(folder);
    }

    /** Mean and standard deviation of all values; 0 and 1 without values. */
    private static Map<String, Object> normalization(List<Entry> entries, double values) {
        double sum = 0;
        double squares = 0;
        for (Entry entry : entries) {
            sum += entry.sum();
            squares += entry.squares();
        }
        double mean = values == 0 ? 0 : sum / values;
        double variance = values == 0 ? 1 : Math.max(0, squares / values - mean * mean);
        return Codec.keys("mean", mean, "std", Math.sqrt(variance + 1e-12));
    }

    /** The relative name, with slashes on every system; absolute if the file is not below the root. */
    private static String relative(Path file, Optional<Path> root) {
        Path absolute = file.toAbsolutePath().normalize();
        return root.isPresent() && absolute.startsWith(root.get())
                ? root.get()
                        .relativize(absolute)
                        .toString()
                        .replace(absolute.getFileSystem().getSeparator(), "/")
                : absolute.toString();
    }

    /**
     * Reads the clips of a finished store.
     *
     * @param root the folder of the data, which file names are relative to; older stores have absolute names
     */
    static List<StoredClip> read(Path folder, Path root, long shardFrames) throws IOException {
        List<StoredClip> clips = new ArrayList<>();
        Map<String, String> words = new LinkedHashMap<>(); // words repeat, so keep one string each
        try {
            CsvFile.read(folder.resolve(CLIPS), HEADER, row -> {
                Clip clip = new Clip(
                        row.get("filename"),
                        root.resolve(row.get("source")),
                        word(row.get("label"), words),
                        word(row.get("fold"), words),
                        word(row.get("split"), words),
                        word(row.get(CLIP_SOURCE), words));
                long start = Long.parseLong(row.get("shard")) * shardFrames + Long.parseLong(row.get("offset"));
                clips.add(new StoredClip(clip, row.get("sha256"), start, Integer.parseInt(row.get("frames"))));
            });
        } catch (CsvFile.MalformedException | IllegalArgumentException e) {
            throw new IOException(folder.resolve(CLIPS) + " is damaged: " + e.getMessage(), e);
        }
        return clips;
    }

    private static @Nullable String word(String value, Map<String, String> words) {
        if (value.isEmpty()) {
            return null;
        }
        String known = words.putIfAbsent(value, value);
        return known == null ? value : known;
    }
}

package org.dapple.data;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.dapple.core.AtomicFile;
import org.dapple.core.Codec;
import org.dapple.core.Json;
import org.dapple.data.StoreJournal.Entry;
import org.jspecify.annotations.Nullable;

/** The files beside the shards: {@code index.csv}, {@code skipped.csv}, and last {@code store.json}. */
final class StoreIndex {
    static final String DESCRIPTION = "store.json";
    static final String CLIPS = "index.csv";
    static final String SKIPPED = "skipped.csv";
    static final long FORMAT = 1;

    /** The column {@code source} was taken, by the file, when clips were given sources. */
    private static final String CLIP_SOURCE = "clip_source";

    private static final List<String> HEADER =
            List.of("filename", "label", "fold", "split", "shard", "offset", "frames", "sha256", "source");

    private static final CSVFormat CSV =
            CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

    private StoreIndex() {}

    static void write(Path folder, StoreJob job, List<Entry> entries, List<Path> shards, Map<String, String> provenance)
            throws IOException {
        List<SkippedClip> skipped = new ArrayList<>();
        long[] frames = {0};
        AtomicFile.write(folder.resolve(CLIPS), out -> {
            BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            CSVPrinter csv = new CSVPrinter(writer, CSV);
            boolean sources = job.clips().stream().anyMatch(clip -> clip.source() != null);
            List<String> header = new ArrayList<>(HEADER);
            if (sources) {
                header.add(CLIP_SOURCE);
            }
            csv.printRecord(header);
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                Clip clip = job.clips().get(i);
                if (entry.reason() != null) {
                    skipped.add(new SkippedClip(clip.filename(), entry.reason()));
                    continue;
                }
                List<@Nullable Object> row = new ArrayList<>();
                Collections.addAll(row, clip.filename(), clip.label(), clip.fold(), clip.split());
                Collections.addAll(row, frames[0] / job.shardFrames(), frames[0] % job.shardFrames(), entry.frames());
                Collections.addAll(
                        row, entry.contentHash(), clip.file().toAbsolutePath().normalize());
                if (sources) {
                    row.add(clip.source());
                }
                csv.printRecord(row);
                frames[0] += entry.frames();
            }
            csv.flush();
        });
        SkippedClip.write(folder.resolve(SKIPPED), skipped);
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("format", FORMAT);
        description.put("job", job.fingerprint());
        description.putAll(job.toSettings());
        description.put("clips", entries.size() - skipped.size());
        description.put("skipped", skipped.size());
        description.put("frames", frames[0]);
        description.put("normalization", normalization(entries, (double)
                (frames[0] * job.frontEnd().bands())));
        Map<String, Object> checksums = new LinkedHashMap<>();
        checksums.put(CLIPS, Checksum.of(folder.resolve(CLIPS)));
        for (Path shard : shards) {
            checksums.put(String.valueOf(shard.getFileName()), Checksum.of(shard));
        }
        description.put("crc32c", checksums);
        description.put("provenance", new TreeMap<>(provenance));
        Json.write(folder.resolve(DESCRIPTION), description);
    }

    /** Mean and standard deviation of all values; of nothing, those that change nothing. */
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

    /** The clips of a finished store. */
    static List<StoredClip> read(Path folder, long shardFrames) throws IOException {
        List<StoredClip> clips = new ArrayList<>();
        Map<String, String> words = new LinkedHashMap<>(); // labels, folds, splits and sources repeat: one string each
        try (BufferedReader reader = Files.newBufferedReader(folder.resolve(CLIPS));
                CSVParser parser = CSV.builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get()
                        .parse(reader)) {
            for (CSVRecord row : parser) {
                Clip clip = new Clip(
                        row.get("filename"),
                        Path.of(row.get("source")),
                        word(row.get("label"), words),
                        word(row.get("fold"), words),
                        word(row.get("split"), words),
                        row.isMapped(CLIP_SOURCE) ? word(row.get(CLIP_SOURCE), words) : null);
                long start = Long.parseLong(row.get("shard")) * shardFrames + Long.parseLong(row.get("offset"));
                clips.add(new StoredClip(clip, row.get("sha256"), start, Integer.parseInt(row.get("frames"))));
            }
        } catch (IllegalArgumentException e) {
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

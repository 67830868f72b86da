package org.dapple.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.dapple.core.AtomicFile;

/**
 * The clips that a run has trained on, by the hash of their sound, so that no clip under another name becomes a test
 * clip.
 */
public final class SeenClips {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

    /** What a fingerprint begins with if it is not of the clip's sound, which was not there. */
    static final String NOT_OF_SOUND = "not-of-sound-";

    private SeenClips() {}

    /**
     * Counts clips that were given as log-mels only: whether some other clip is one of them, nobody can tell.
     *
     * @param seen as {@link #read} gives it
     * @return how many
     */
    public static long unrecognisable(Map<String, String> seen) {
        return seen.keySet().stream()
                .filter(hash -> hash.startsWith(NOT_OF_SOUND))
                .count();
    }

    /**
     * Lists clips.
     *
     * @param file a CSV file with the columns {@code filename}, {@code frames}, {@code sha256}
     * @param clips the clips
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, List<StoredClip> clips) throws IOException {
        StringWriter text = new StringWriter();
        try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
            csv.printRecord("filename", "frames", "sha256");
            for (StoredClip clip : clips) {
                csv.printRecord(clip.clip().filename(), clip.frames(), clip.contentHash());
            }
        }
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a list.
     *
     * @param file as {@link #write} writes it
     * @return content hash to file name, in file order
     * @throws IOException if it cannot be read
     */
    public static Map<String, String> read(Path file) throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(file);
                CSVParser parser = FORMAT.builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get()
                        .parse(reader)) {
            for (CSVRecord row : parser) {
                names.put(row.get("sha256"), row.get("filename"));
            }
        }
        return names;
    }
}

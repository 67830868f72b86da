package org.dapple.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.dapple.core.AtomicFile;

/**
 * A clip that could not be used, and why.
 *
 * @param filename as the manifest writes it
 * @param reason one sentence
 */
public record SkippedClip(String filename, String reason) {

    /** Why a file could not be read, in one sentence. */
    static String reason(IOException e) {
        if (e instanceof UnreadableAudioException unreadable) {
            return unreadable.reason();
        }
        return e instanceof NoSuchFileException ? "the file does not exist" : String.valueOf(e.getMessage());
    }

    /**
     * Lists skipped clips in a file, an empty list too.
     *
     * @param file a CSV file with the columns {@code filename}, {@code reason}
     * @param skipped the clips
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, List<SkippedClip> skipped) throws IOException {
        StringWriter text = new StringWriter();
        try (CSVPrinter csv = new CSVPrinter(
                text, CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get())) {
            csv.printRecord("filename", "reason");
            for (SkippedClip clip : skipped) {
                csv.printRecord(clip.filename, clip.reason);
            }
        }
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a list.
     *
     * @param file as {@link #write} writes it
     * @return the clips
     * @throws IOException if it cannot be read
     */
    public static List<SkippedClip> read(Path file) throws IOException {
        List<SkippedClip> skipped = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file);
                CSVParser rows = CSVFormat.DEFAULT
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get()
                        .parse(reader)) {
            rows.forEach(row -> skipped.add(new SkippedClip(row.get("filename"), row.get("reason"))));
        }
        return skipped;
    }
}

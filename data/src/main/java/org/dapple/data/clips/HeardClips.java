package org.dapple.data.clips;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.dapple.core.files.AtomicFile;

/**
 * Reads and writes the list of clips that weights were trained on. The hash of the sound reveals test clips under
 * another name; the source reveals test clips of the same recording or speaker. {@link Heard} checks whether such a
 * file is complete.
 */
public final class HeardClips {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

    private static final String HASH = "sha256";
    private static final String SOURCE = "source";
    private static final String CORPUS = "corpus";
    private static final String INHERITED = "inherited";

    /** The prefix of a fingerprint that was taken without the clip's sound. */
    public static final String NOT_OF_SOUND = "not-of-sound-";

    private HeardClips() {}

    /**
     * Writes a list.
     *
     * @param file a CSV file with the columns {@code filename}, {@code frames}, {@code sha256}, {@code source},
     *     {@code corpus}, {@code inherited}
     * @param clips the clips
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, List<HeardClip> clips) throws IOException {
        StringWriter text = new StringWriter();
        try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
            csv.printRecord("filename", "frames", HASH, SOURCE, CORPUS, INHERITED);
            for (HeardClip clip : clips) {
                csv.printRecord(
                        clip.filename(),
                        clip.frames(),
                        clip.contentHash(),
                        clip.source(),
                        clip.corpus(),
                        clip.inherited() ? "yes" : "");
            }
        }
        AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a list.
     *
     * @param file a file written by {@link #write}; older files have fewer columns
     * @return the clips, in file order
     * @throws IOException if it cannot be read
     */
    public static List<HeardClip> list(Path file) throws IOException {
        List<HeardClip> clips = new ArrayList<>();
        Map<String, String> words = new HashMap<>(); // sources and corpora repeat, so keep one string each
        try (BufferedReader reader = Files.newBufferedReader(file);
                CSVParser parser = FORMAT.builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get()
                        .parse(reader)) {
            for (CSVRecord row : parser) {
                String source = optional(row, SOURCE, words);
                clips.add(new HeardClip(
                        row.get("filename"),
                        Integer.parseInt(row.get("frames")),
                        row.get(HASH),
                        source.isEmpty() ? null : source,
                        optional(row, CORPUS, words),
                        optional(row, INHERITED, words).equals("yes")));
            }
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
        return clips;
    }

    private static String optional(CSVRecord row, String column, Map<String, String> words) {
        return row.isMapped(column) ? words.computeIfAbsent(row.get(column), word -> word) : "";
    }
}

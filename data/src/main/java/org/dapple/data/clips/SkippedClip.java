package org.dapple.data.clips;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dapple.data.audio.UnreadableAudioException;

/**
 * A clip that could not be used, and the reason.
 *
 * @param filename the name in the manifest
 * @param reason one sentence
 */
public record SkippedClip(String filename, String reason) {
    private static final List<String> COLUMNS = List.of("filename", "reason");

    /**
     * The reason why a file could not be read.
     *
     * @param e the failure
     * @return one sentence
     */
    public static String reason(IOException e) {
        if (e instanceof UnreadableAudioException unreadable) {
            return unreadable.reason();
        }
        return e instanceof NoSuchFileException ? "the file does not exist" : String.valueOf(e.getMessage());
    }

    /**
     * Writes skipped clips to a file, also an empty list.
     *
     * @param file a CSV file with the columns {@code filename}, {@code reason}
     * @param skipped the clips
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, List<SkippedClip> skipped) throws IOException {
        CsvFile.write(file, COLUMNS, skipped.stream().map(clip -> List.of(clip.filename, clip.reason)));
    }

    /**
     * Reads a list.
     *
     * @param file a file written by {@link #write}
     * @return the clips
     * @throws IOException if it cannot be read
     */
    public static List<SkippedClip> read(Path file) throws IOException {
        List<SkippedClip> skipped = new ArrayList<>();
        CsvFile.read(file, COLUMNS, row -> skipped.add(new SkippedClip(row.get("filename"), row.get("reason"))));
        return skipped;
    }
}

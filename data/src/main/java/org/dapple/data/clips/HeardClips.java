package org.dapple.data.clips;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes the list of clips that weights were trained on. The hash of the sound reveals test clips under
 * another name; the source reveals test clips of the same recording or speaker. {@link Heard} checks whether such a
 * file is complete.
 */
public final class HeardClips {
    private static final String NAME = "filename";
    private static final String FRAMES = "frames";
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
        CsvFile.write(
                file,
                List.of(NAME, FRAMES, HASH, SOURCE, CORPUS, INHERITED),
                clips.stream()
                        .map(clip -> Arrays.asList(
                                clip.filename(),
                                clip.frames(),
                                clip.contentHash(),
                                clip.source(),
                                clip.corpus(),
                                clip.inherited() ? "yes" : "")));
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
        try {
            CsvFile.read(file, List.of(NAME, FRAMES, HASH), row -> {
                String source = words.computeIfAbsent(row.get(SOURCE), word -> word);
                clips.add(new HeardClip(
                        row.get(NAME),
                        Integer.parseInt(row.get(FRAMES)),
                        row.get(HASH),
                        source.isEmpty() ? null : source,
                        words.computeIfAbsent(row.get(CORPUS), word -> word),
                        row.get(INHERITED).equals("yes")));
            });
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
        return clips;
    }
}

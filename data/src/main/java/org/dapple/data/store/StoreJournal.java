package org.dapple.data.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dapple.core.files.Json;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The record of what an unfinished store safely holds: a line of JSON per clip, written after the clip's frames. A torn
 * last line is ignored.
 */
final class StoreJournal implements Closeable {
    private static final String NAME = "journal.jsonl";

    private final FileChannel channel;
    private final List<Entry> entries;

    /**
     * The outcome of a clip.
     *
     * @param frames its length; 0 if it was skipped
     * @param contentHash fingerprint of its sound; empty if it was skipped
     * @param crc CRC-32C of its bytes in the store
     * @param sum sum of its values, in the precision of the store
     * @param squares sum of the squares of these values
     * @param reason why it was skipped; null if it was added
     */
    record Entry(
            int frames,
            String contentHash,
            long crc,
            double sum,
            double squares,
            @Nullable String reason) {

        Map<String, Object> toSettings() {
            return reason != null
                    ? Codec.keys("skipped", reason)
                    : Codec.keys(
                            "frames", frames, "sha256", contentHash, "crc32c", crc, "sum", sum, "squares", squares);
        }

        static Entry read(Settings line) {
            Entry entry = new Entry(
                    line.integer("frames", 0),
                    line.text("sha256", ""),
                    line.longInteger("crc32c", 0),
                    line.number("sum", 0),
                    line.number("squares", 0),
                    line.has("skipped") ? line.text("skipped", "") : null);
            line.done();
            return entry;
        }
    }

    private StoreJournal(FileChannel channel, List<Entry> entries) {
        this.channel = channel;
        this.entries = entries;
    }

    /**
     * Opens the journal of a folder, or starts one; the caller must hold the folder's lock.
     *
     * @throws ConfigurationException if the folder holds an unfinished store of another job
     */
    static StoreJournal open(Path folder, String fingerprint) throws IOException {
        Path file = folder.resolve(NAME);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return new StoreJournal(channel, recover(channel, file, fingerprint));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static List<Entry> recover(FileChannel channel, Path file, String fingerprint) throws IOException {
        List<Entry> entries = new ArrayList<>();
        String begin = Json.line(Map.of("job", fingerprint)) + "\n";
        String text = Files.readString(file, StandardCharsets.UTF_8);
        if (text.indexOf('\n') < 0) { // new, or torn in its first line
            channel.truncate(0);
            append(channel, begin);
            return entries;
        }
        if (!text.startsWith(begin)) {
            throw new ConfigurationException(
                    "out",
                    "holds an unfinished store of other clips or settings (" + file
                            + "): choose another folder, or delete this one");
        }
        int sound = begin.length();
        for (int end = text.indexOf('\n', sound); end >= 0; end = text.indexOf('\n', sound)) {
            try {
                entries.add(Entry.read(new Settings(Json.parse(text.substring(sound, end), NAME))));
            } catch (IOException | ConfigurationException torn) {
                break; // everything after a damaged line is computed again
            }
            sound = end + 1;
        }
        channel.truncate(text.substring(0, sound).getBytes(StandardCharsets.UTF_8).length);
        channel.position(channel.size());
        return entries;
    }

    /** {@return the outcomes of the first clips, in order} */
    List<Entry> entries() {
        return entries;
    }

    /** Adds the next clip. */
    void add(Entry entry) throws IOException {
        append(channel, Json.line(entry.toSettings()) + "\n");
        entries.add(entry);
    }

    /** Drops the clips from number {@code first}. */
    void forgetFrom(int first) throws IOException {
        List<Entry> kept = List.copyOf(entries.subList(0, first));
        String begin = firstLine();
        entries.clear();
        channel.truncate(begin.getBytes(StandardCharsets.UTF_8).length);
        channel.position(channel.size());
        for (Entry entry : kept) {
            add(entry);
        }
    }

    private String firstLine() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(200);
        channel.read(bytes, 0);
        String text = new String(bytes.array(), StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf('\n') + 1);
    }

    private static void append(FileChannel channel, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Forces everything to the disk. */
    void force() throws IOException {
        channel.force(true);
    }

    /** Whether a folder has a journal. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(NAME));
    }

    /** Deletes the journal of a finished store. */
    static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package org.dapple.train.record;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.files.AtomicFile;
import org.dapple.core.files.Json;

/**
 * The metrics of a run, one JSON object per step and line. Every few lines, one also has the speed of the steps since
 * the last such line and the health of the encoder's embeddings.
 */
public final class MetricsLog implements AutoCloseable {
    private static final int TAIL = 1 << 16;

    private final Path file;
    private final BufferedWriter writer;

    /**
     * The numbers of one step.
     *
     * @param step from 0
     * @param loss of the step
     * @param learningRate of the step
     * @param gradientNorm before clipping
     */
    public record Entry(long step, double loss, double learningRate, double gradientNorm) {}

    /**
     * Opens a log, and removes lines that are newer than the training state.
     *
     * @param file made if it does not exist
     * @param step the first step that will be written
     * @throws IOException if the file cannot be written
     */
    MetricsLog(Path file, long step) throws IOException {
        if (Files.exists(file)) {
            StringBuilder kept = new StringBuilder();
            for (String line : Files.readAllLines(file)) {
                if (isBefore(line, step)) {
                    kept.append(line).append('\n');
                }
            }
            AtomicFile.write(file, kept.toString().getBytes(StandardCharsets.UTF_8));
        }
        this.file = file;
        this.writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /**
     * Whether a line belongs to an earlier step. A line that was torn by a kill belongs to a step that will be
     * repeated.
     */
    private static boolean isBefore(String line, long step) {
        try {
            return Json.parse(line, "a line of metrics").get("step") instanceof Long written && written < step;
        } catch (IOException torn) {
            return false;
        }
    }

    /**
     * Reads a log; a last line that is still being written, or was torn by a kill, is left out.
     *
     * @param file the log of a run
     * @return its entries, in order
     * @throws IOException if it cannot be read
     */
    public static List<Entry> read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        String text = Files.readString(file);
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            Map<String, Object> values = Json.parse(line, file.toString());
            entries.add(new Entry(
                    (long) number(values, "step"),
                    number(values, "loss"),
                    number(values, "learning_rate"),
                    number(values, "gradient_norm")));
        }
        return entries;
    }

    /**
     * Reads the end of a log, however long it is.
     *
     * @param file the log of a run
     * @return the newest complete lines, some hundreds at most, oldest first, each with all its numbers by name
     * @throws IOException if it cannot be read
     */
    public static List<Map<String, Object>> tail(Path file) throws IOException {
        ByteBuffer end = ByteBuffer.allocate(TAIL);
        boolean whole;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            whole = channel.size() <= TAIL;
            channel.position(Math.max(0, channel.size() - TAIL));
            while (end.hasRemaining() && channel.read(end) >= 0) {
                // until the end of the file or of the buffer
            }
        }
        String text = StandardCharsets.UTF_8.decode(end.flip()).toString();
        int first = whole ? 0 : text.indexOf('\n') + 1;
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String line : text.substring(first, Math.max(first, text.lastIndexOf('\n') + 1))
                .lines()
                .toList()) {
            lines.add(Json.parse(line, file.toString()));
        }
        return lines;
    }

    private static double number(Map<String, Object> values, String key) throws IOException {
        if (values.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IOException("a line of metrics has no number " + key);
    }

    /**
     * Writes entries and hands them to the operating system.
     *
     * @param entries in order
     * @param more finite numbers by name for the last line
     * @throws IOException naming the file if it cannot be written
     */
    void write(List<Entry> entries, Map<String, Double> more) throws IOException {
        try {
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                Map<String, Object> values = new LinkedHashMap<>();
                values.put("step", entry.step());
                values.put("loss", entry.loss());
                values.put("learning_rate", entry.learningRate());
                values.put("gradient_norm", entry.gradientNorm());
                values.putAll(i == entries.size() - 1 ? more : Map.of());
                writer.write(Json.line(values));
                writer.write('\n');
            }
            writer.flush();
        } catch (IOException e) {
            throw new IOException(
                    file + " could not be written (" + e.getMessage()
                            + "): make room or allow writing there, then continue with --resume",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}

package org.dapple.train.record;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * An event file for TensorBoard: TFRecord frames, each with one protocol buffer {@code Event}. A resumed run adds a
 * file; its first event makes TensorBoard forget the older entries of steps that are repeated.
 */
final class TensorBoardLog implements Closeable {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int SESSION_START = 1;

    private final FileChannel channel;

    /**
     * Begins a file.
     *
     * @param folder made if it does not exist
     * @param step the first step that will be written
     * @throws IOException if it cannot be written
     */
    TensorBoardLog(Path folder, long step) throws IOException {
        Files.createDirectories(folder);
        long second = System.currentTimeMillis() / 1000;
        Path file = file(folder, second);
        while (Files.exists(file)) {
            file = file(folder, ++second); // TensorBoard reads the files in the order of their names
        }
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        write(event(0).bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8)));
        write(event(step).bytes(7, new Message().varint(1, SESSION_START).toBytes()));
    }

    private static Path file(Path folder, long second) {
        return folder.resolve(String.format(Locale.ROOT, "events.out.tfevents.%010d.dapple", second));
    }

    /**
     * Writes the scalars of a step.
     *
     * @param step from 0
     * @param scalars value by tag
     * @throws IOException if they cannot be written
     */
    void write(long step, Map<String, Double> scalars) throws IOException {
        Message summary = new Message();
        scalars.forEach((tag, value) -> summary.bytes(
                1,
                new Message()
                        .bytes(1, tag.getBytes(StandardCharsets.UTF_8))
                        .fixed32(2, value.floatValue())
                        .toBytes()));
        write(event(step).bytes(5, summary.toBytes()));
    }

    private static Message event(long step) {
        return new Message().fixed64(1, System.currentTimeMillis() / 1e3).varint(2, step);
    }

    private void write(Message event) throws IOException {
        byte[] data = event.toBytes();
        ByteBuffer frame = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        frame.putLong(data.length).putInt(masked(frame.array(), 0, 8));
        frame.put(data).putInt(masked(data, 0, data.length)).flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    /** TFRecord's checksum: CRC-32C, rotated right by 15 bits, plus a constant. */
    private static int masked(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** A protocol buffer message, field after field. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        private void number(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        private Message field(int field, int type) {
            number(((long) field << 3) | type);
            return this;
        }

        Message varint(int field, long value) {
            field(field, VARINT).number(value);
            return this;
        }

        Message bytes(int field, byte[] value) {
            field(field, BYTES).number(value.length);
            out.writeBytes(value);
            return this;
        }

        Message fixed32(int field, float value) {
            field(field, FIXED32);
            out.writeBytes(ByteBuffer.allocate(Float.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(value)
                    .array());
            return this;
        }

        Message fixed64(int field, double value) {
            field(field, FIXED64);
            out.writeBytes(ByteBuffer.allocate(Double.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(value)
                    .array());
            return this;
        }

        byte[] toBytes() {
            return out.toByteArray();
        }
    }
}

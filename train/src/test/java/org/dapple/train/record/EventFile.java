package org.dapple.train.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A reader of event files, written from the definitions of TFRecord, of protocol buffers and of the messages Event,
 * Summary and SessionLog. It shares nothing with the writer, its CRC-32C included.
 */
public final class EventFile {
    private EventFile() {}

    /**
     * An event.
     *
     * @param version of the format, in the first event only
     * @param session 1 where a session starts
     */
    record Event(double wallTime, long step, String version, long session, Map<String, Float> scalars) {}

    public static List<Event> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Event> events = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(length);
            assertEquals(masked(length), Integer.toUnsignedLong(in.getInt()), "checksum of a length");
            byte[] data = new byte
                    [Math.toIntExact(ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong())];
            in.get(data);
            assertEquals(masked(data), Integer.toUnsignedLong(in.getInt()), "checksum of an event");
            events.add(event(data));
        }
        return events;
    }

    private static Event event(byte[] data) {
        Map<Long, Object> fields = new LinkedHashMap<>();
        Map<String, Float> scalars = new LinkedHashMap<>();
        message(data, (number, value) -> {
            if (number == 5) {
                message((byte[]) value, (inner, scalar) -> {
                    assertEquals(1, inner, "a summary holds values only");
                    Map<Long, Object> parts = new LinkedHashMap<>();
                    message((byte[]) scalar, parts::put);
                    String tag = new String((byte[]) parts.get(1L), StandardCharsets.UTF_8);
                    scalars.put(tag, Float.intBitsToFloat((int) parts.get(2L)));
                });
            } else {
                fields.put(number, value);
            }
        });
        Map<Long, Object> session = new LinkedHashMap<>();
        if (fields.get(7L) instanceof byte[] log) {
            message(log, session::put);
        }
        return new Event(
                Double.longBitsToDouble((long) fields.get(1L)),
                (long) fields.getOrDefault(2L, 0L),
                fields.get(3L) instanceof byte[] text ? new String(text, StandardCharsets.UTF_8) : "",
                (long) session.getOrDefault(1L, 0L),
                scalars);
    }

    private interface Field {
        void found(long number, Object value);
    }

    private static void message(byte[] data, Field field) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long key = varint(in);
            field.found(
                    key >>> 3,
                    switch ((int) (key & 7)) {
                        case 0 -> (Object) varint(in);
                        case 1 -> in.getLong();
                        case 2 -> {
                            byte[] bytes = new byte[(int) varint(in)];
                            in.get(bytes);
                            yield bytes;
                        }
                        case 5 -> in.getInt();
                        default -> throw new IllegalArgumentException("wire type " + (key & 7));
                    });
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte part = in.get();
            value |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }

    private static long masked(byte[] data) {
        long crc = 0xffffffffL;
        for (byte value : data) {
            crc ^= value & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 1 ? (crc >>> 1) ^ 0x82f63b78L : crc >>> 1;
            }
        }
        crc ^= 0xffffffffL;
        return (((crc >>> 15) | (crc << 17)) + 0xa282ead8L) & 0xffffffffL;
    }
}

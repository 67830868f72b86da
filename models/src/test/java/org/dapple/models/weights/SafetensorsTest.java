package org.dapple.models.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest extends WithManager {
    @TempDir
    Path folder;

    @Test
    void tensorsComeBackBitForBit() throws IOException {
        Path file = folder.resolve("a.safetensors");
        NDArray matrix = manager.randomNormal(new Shape(300, 257));
        Safetensors.write(file, Map.of("m", matrix, "empty", manager.zeros(new Shape(0, 4))), Map.of("who", "test"));
        Map<String, NDArray> read = Safetensors.read(file, manager);
        assertEquals(matrix, read.get("m"));
        assertEquals(new Shape(0, 4), read.get("empty").getShape());
        assertEquals(Map.of("who", "test"), Safetensors.metadata(file));
        NDArray whole = manager.create(1L);
        assertThrows(IllegalArgumentException.class, () -> Safetensors.write(file, Map.of("l", whole), Map.of()));
    }

    /** 1, -2, 0.5 and the smallest positive number of each type, by their bits in IEEE 754. */
    @Test
    void otherTypesAreWidened() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits : new int[] {0x3c00, 0xc000, 0x3800, 0x0001}) {
            data.putShort((short) bits);
        }
        for (int bits : new int[] {0x3f80, 0xc000, 0x3f00, 0x0001}) {
            data.putShort((short) bits);
        }
        data.putDouble(1).putDouble(-2).putDouble(0.1).putDouble(1e300);
        data.putLong(1L << 40);
        Path file = file(
                "{\"h\":{\"dtype\":\"F16\",\"shape\":[2,2],\"data_offsets\":[0,8]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[8,16]},"
                        + "\"d\":{\"dtype\":\"F64\",\"shape\":[4],\"data_offsets\":[16,48]},"
                        + "\"l\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[48,56]}}",
                data.flip());
        Map<String, NDArray> read = Safetensors.read(file, manager);
        assertArrayEquals(new float[] {1, -2, 0.5f, 0x1p-24f}, read.get("h").toFloatArray());
        assertEquals(new Shape(2, 2), read.get("h").getShape());
        assertArrayEquals(new float[] {1, -2, 0.5f, 0x1p-133f}, read.get("b").toFloatArray());
        assertArrayEquals(
                new float[] {1, -2, 0.1f, Float.POSITIVE_INFINITY},
                read.get("d").toFloatArray());
        assertEquals(DataType.INT64, read.get("l").getDataType());
        assertEquals(1L << 40, read.get("l").getLong());
    }

    @Test
    void halfPrecisionIsWidenedExactly() {
        assertEquals(65504, TensorType.half((short) 0x7bff));
        assertEquals(0x1p-14f, TensorType.half((short) 0x0400));
        assertEquals(-0x1.ff8p-15f, TensorType.half((short) 0x83ff));
        assertEquals(Float.NEGATIVE_INFINITY, TensorType.half((short) 0xfc00));
        assertTrue(Float.isNaN(TensorType.half((short) 0x7e00)));
        assertEquals(Integer.MIN_VALUE, Float.floatToRawIntBits(TensorType.half((short) 0x8000)));
    }

    /** A sparse file: a tensor behind the first two gibibytes. */
    @Test
    void filesMayBeLargerThanTwoGibibytes() throws IOException {
        long large = 3L << 28;
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 3; i++) {
            json.append(description("t" + i, large / Float.BYTES, i * large)).append(',');
        }
        json.append(description("last", 2, 3 * large)).append('}');
        byte[] header = json.toString().getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("large.safetensors");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.writeLong(Long.reverseBytes(header.length));
            out.write(header);
            out.seek(8 + header.length + 3 * large);
            out.writeInt(Integer.reverseBytes(Float.floatToIntBits(3)));
            out.writeInt(Integer.reverseBytes(Float.floatToIntBits(-4)));
        }
        assertTrue(Files.size(file) > Integer.MAX_VALUE);
        try (TensorFile tensors = TensorFile.open(file)) {
            assertEquals(4, tensors.shapes().size());
            assertArrayEquals(new float[] {3, -4}, tensors.read("last", manager).toFloatArray());
        }
    }

    private static String description(String name, long count, long start) {
        return "\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[" + count + "],\"data_offsets\":[" + start + ","
                + (start + count * Float.BYTES) + "]}";
    }

    private Path file(String json, ByteBuffer data) throws IOException {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + header.length + data.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header).put(data);
        return Files.write(folder.resolve("made.safetensors"), bytes.array());
    }
}

package org.dapple.models.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile files: each is refused with one sentence that names the file, and at a bounded cost. */
class HostileWeightsTest extends WithManager {
    private static final long SLACK = 1 << 20;
    private static final String SOUND = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    @TempDir
    Path folder;

    private final Map<Path, String> refused = new LinkedHashMap<>();

    @Test
    void soundFilesAreReadByTheSameReaders() throws IOException {
        Path tensors = safetensors("{\"a\":" + SOUND + "}", 8);
        try (TensorFile file = TensorFile.open(tensors)) {
            assertEquals(Map.of("a", new Shape(2)), file.shapes());
        }
        byte[] pickle = Pickle.tensor("FloatStorage", "0", 4, 0, new int[] {2, 2}, new int[] {2, 1});
        try (TensorFile file = TensorFile.open(Pickle.archive(folder.resolve("sound.pth"), pickle, new byte[16]))) {
            assertEquals(new Shape(2, 2), file.read("w", manager).getShape());
        }
        byte[] wide = Pickle.tensor("DoubleStorage", "0", 2, 1, new int[] {1}, new int[] {1});
        byte[] doubles = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(8, 0.1)
                .array();
        try (TensorFile file = TensorFile.open(Pickle.archive(folder.resolve("wide.pth"), wide, doubles))) {
            assertEquals(0.1f, file.read("w", manager).getFloat(0));
        }
        byte[] slice = Pickle.tensor("HalfStorage", "0", 8, 2, new int[] {1, 3}, new int[] {99, 1});
        byte[] halves = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(4, (short) 0x3c00)
                .putShort(8, (short) 0xc000)
                .array();
        try (TensorFile file = TensorFile.open(Pickle.archive(folder.resolve("slice.pth"), slice, halves))) {
            assertEquals(
                    manager.create(new float[] {1, 0, -2}, new Shape(1, 3)),
                    file.read("w", manager),
                    "part of a storage");
        }
    }

    @Test
    void unsoundSafetensorsAreRefused() throws IOException {
        expect("has only 0 bytes", bytes());
        expect("header claims 9223372036854775807 bytes", bytes(255, 255, 255, 255, 255, 255, 255, 127));
        expect("header claims 18446744073709551615 bytes", bytes(255, 255, 255, 255, 255, 255, 255, 255, 0, 0));
        expect("is not the JSON", safetensors("not json", 0));
        expect("is not the JSON", safetensors("[1]", 0));
        expect("is not the JSON", safetensors("{}{}", 0));
        expect("is not one of type, shape and offsets", safetensors("{\"a\":3}", 0));
        expect("is not one of", safetensors("{\"a\":" + "[".repeat(100_000), 0));
        expect("is not the JSON", safetensors("[".repeat(100_000), 0));
        expect("is not the JSON", safetensors("{\"__metadata__\":" + "{\"a\":".repeat(50_000), 0));
        expect("a header of 600000 bytes", safetensors(" ".repeat(600_000), 0));
        expect("more than 3000 tensors", safetensors(many(4000), 0));
        expect("more than 1000 entries of metadata", safetensors("{\"__metadata__\":{" + texts(40_000) + "}}", 0));
        expect("tensor a appears twice", safetensors("{\"a\":" + SOUND + ",\"a\":" + SOUND + "}", 8));
        expect("tensor a is U8", safetensors(one("U8", "[8]", "[0,8]"), 8));
        expect("12 bytes, which does not match", safetensors(one("F32", "[2]", "[0,12]"), 12));
        expect("is negative or larger", safetensors(one("F32", "[-2]", "[0,8]"), 8));
        expect("is negative or larger", safetensors(one("F32", "[2147483647,2147483647,4]", "[0,8]"), 8));
        expect("is negative or larger", safetensors(one("F32", "[4611686018427387904,4]", "[0,8]"), 8));
        expect("is not one of", safetensors(one("F32", "[1.5]", "[0,8]"), 8));
        expect("is not one of", safetensors(one("F32", "[99999999999999999999]", "[0,8]"), 8));
        expect("is not one of", safetensors(one("F32", "[2]", "[0]"), 8));
        expect("does not fit the file", safetensors(one("F32", "[3]", "[4,16]"), 8));
        expect("does not fit the file", safetensors(one("F32", "[2]", "[8,0]"), 8));
        expect("does not fit the file", safetensors(one("F32", "[2]", "[-8,0]"), 8));
        expect("overlaps another", safetensors("{\"a\":" + SOUND + ",\"b\":" + SOUND + "}", 8));
        expect("has a gap", safetensors(one("F32", "[2]", "[4,12]"), 12));
        expect("4 bytes that do not belong to any tensor", safetensors("{\"a\":" + SOUND + "}", 12));
        String endless = "n".repeat(400_000);
        expect("tensor " + "n".repeat(80) + "… is U8", safetensors("{\"" + endless + "\":{\"dtype\":\"U8\"", 0));
        assertAllRefused(29);
    }

    @Test
    void unsoundCheckpointsAreRefused() throws IOException {
        byte[] sound = Pickle.tensor("FloatStorage", "0", 4, 0, new int[] {4}, new int[] {1});
        byte[] archive = Files.readAllBytes(Pickle.archive(folder.resolve("whole.pth"), sound, new byte[16]));
        expect("is damaged or truncated", bytes(Arrays.copyOf(archive, archive.length - 40)));
        expect("is damaged or truncated", bytes(Arrays.copyOf(archive, 60)));
        expect("ends early", Arrays.copyOf(sound, sound.length - 3));
        expect("ends early", new byte[0]);
        expect("posix.system is not allowed in weights", call("posix", "system", "rm -rf /"));
        expect("os.system is not allowed in weights", call("os", "system", "true"));
        expect("builtins.eval is not allowed", call("builtins", "eval", "1"));
        expect("torch.load is not allowed", call("torch", "load", "x"));
        expect("torch.FloatStorageX is not allowed", call("torch", "FloatStorageX", "x"));
        expect("calls collections.OrderedDict in a way", call("collections", "OrderedDict", "x"));
        expect("opcode 0x69", Pickle.begin().op("(iposix\nsystem\n.").bytes());
        expect("opcode 0x93", Pickle.begin().text("os").text("system").raw(0x93).bytes());
        expect("opcode 0x82", Pickle.begin().raw(0x82, 1).op(".").bytes());
        expect("protocol 4", new Pickle().raw(0x80, 4).op("}.").bytes());
        expect(
                "a text of 2147483647 bytes",
                Pickle.begin().op("X").little(Integer.MAX_VALUE).bytes());
        expect("a text of 4294967295 bytes", Pickle.begin().op("X").little(-1).bytes());
        expect("opcode 0x8b", Pickle.begin().raw(0x8b).little(Integer.MAX_VALUE).bytes());
        expect("an integer of 255 bytes", Pickle.begin().raw(0x8a, 255).bytes());
        expect(
                "a name of more than 200",
                Pickle.begin().op("c" + "a".repeat(90_000)).bytes());
        expect("is damaged: an operation", Pickle.begin().raw('h', 7).op(".").bytes());
        expect("is damaged: an operation", Pickle.begin().op("RRRR.").bytes());
        expect("is damaged: an operation", Pickle.begin().op("t.").bytes());
        expect("is damaged: an operation", Pickle.begin().op("}NNNs.").bytes());
        expect("far more data than weights", Pickle.begin().repeat("]", 300_000).bytes());
        expect("far more data than weights", Pickle.begin().repeat("(", 300_000).bytes());
        expect("far more data than weights", laughs());
        expect("neither texts nor numbers", Pickle.begin().op("}]Ns.").bytes());
        expect("it has no tensors", Pickle.begin().op("}.").bytes());
        expect("storage 7, which is missing", tensor("7", 4, 0, 4));
        expect("storage of 16 bytes, not of 5 numbers", tensor("0", 5, 0, 4));
        expect("does not fit its storage", tensor("0", 4, 1, 4));
        expect("does not fit its storage", tensor("0", 4, -1, 4));
        expect("is negative or larger", tensor("0", 4, 0, -4));
        expect(
                "is negative or larger",
                Pickle.tensor("FloatStorage", "0", 4, 0, new int[] {65536, 65536}, new int[] {65536, 1}));
        expect("is not stored contiguously", Pickle.tensor("FloatStorage", "0", 4, 0, new int[] {2, 2}, new int[] {1, 2
        }));
        expect("is not stored contiguously", Pickle.tensor("FloatStorage", "0", 4, 0, new int[] {30000}, new int[] {0
        }));
        expect("not a Storage", Pickle.begin().text("x").op("Q.").bytes());
        expect("a way that weights never need", tensorOfStrings());
        expect("share storages", shared());
        expect("more than 8 times its size", bomb("m/data.pkl"));
        expect("more than 8 times its size", bomb("m/data/0"));
        expect("it has no data.pkl", bomb("else"));
        expect("at most 8192", crowd());
        expect("before PyTorch 1.6", bytes(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46));
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        expect("before PyTorch 1.6", bytes(tar));
        assertAllRefused(45);
    }

    /** Numbers of a type that weights do not have are only refused when they are asked for. */
    @Test
    void strangeNumbersDoNotDisturbTheOthers() throws IOException {
        byte[] pickle = Pickle.tensor("BoolStorage", "0", 4, 0, new int[] {4}, new int[] {1});
        try (TensorFile file = TensorFile.open(Pickle.archive(folder.resolve("bool.pth"), pickle, new byte[4]))) {
            IOException refusal = assertThrows(IOException.class, () -> file.read("w", manager));
            assertTrue(refusal.getMessage().contains("tensor w is stored as BoolStorage"), refusal.getMessage());
        }
    }

    private void expect(String sentence, Path file) {
        refused.put(file, sentence);
    }

    private void expect(String sentence, byte[] pickle) throws IOException {
        expect(sentence, Pickle.archive(next("pth"), pickle, new byte[16]));
    }

    private void assertAllRefused(int files) throws IOException {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        refused.keySet().forEach(file -> assertThrows(IOException.class, () -> TensorFile.open(file))); // loads classes
        assertEquals(files, refused.size());
        for (Map.Entry<Path, String> entry : refused.entrySet()) {
            Path file = entry.getKey();
            long before = thread.getThreadAllocatedBytes(Thread.currentThread().getId());
            IOException refusal = assertThrows(IOException.class, () -> TensorFile.open(file), entry.getValue());
            long allocated =
                    thread.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            String message = refusal.getMessage();
            assertNotNull(message);
            assertTrue(message.contains(entry.getValue()), message + "\nexpected: " + entry.getValue());
            assertTrue(message.startsWith(file.toString()), message);
            assertFalse(message.contains("\n"), message);
            assertTrue(message.length() < file.toString().length() + 250, message);
            long bound = 4 * Files.size(file) + SLACK;
            assertTrue(allocated <= bound, message + ": " + allocated + " bytes allocated, at most " + bound);
        }
    }

    private Path next(String ending) {
        return folder.resolve("bad" + refused.size() + "." + ending);
    }

    private Path bytes(int... values) throws IOException {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes(bytes);
    }

    private Path bytes(byte[] bytes) throws IOException {
        return Files.write(next("bin"), bytes);
    }

    private Path safetensors(String json, int data) throws IOException {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                next("safetensors"), bytes.putLong(header.length).put(header).array());
    }

    private static String one(String type, String shape, String offsets) {
        return "{\"a\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    private static String many(int count) {
        StringBuilder json = new StringBuilder("{\"a\":" + SOUND);
        for (int i = 1; i < count; i++) {
            json.append(",\"").append(i).append("\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}");
        }
        return json.append('}').toString();
    }

    private static String texts(int count) {
        StringBuilder json = new StringBuilder("\"a\":\"\"");
        for (int i = 1; i < count; i++) {
            json.append(",\"").append(i).append("\":\"\"");
        }
        return json.toString();
    }

    private static byte[] call(String module, String name, String argument) {
        return Pickle.begin()
                .global(module, name)
                .op("(")
                .text(argument)
                .op("tR.")
                .bytes();
    }

    private static byte[] tensor(String key, int count, int offset, int size) {
        return Pickle.tensor("FloatStorage", key, count, offset, new int[] {size}, new int[] {1});
    }

    private static byte[] tensorOfStrings() {
        return Pickle.begin()
                .global("torch._utils", "_rebuild_tensor_v2")
                .op("(")
                .text("no storage")
                .op("tR.")
                .bytes();
    }

    /** Lists of ten times the list before, by memo. */
    private static byte[] laughs() {
        Pickle pickle = Pickle.begin().op("]").raw('q', 0);
        for (int level = 1; level < 2000; level++) {
            pickle.op("](");
            for (int i = 0; i < 10; i++) {
                pickle.raw('h', (level - 1) % 250);
            }
            pickle.op("e").raw('q', level % 250);
        }
        return pickle.op(".").bytes();
    }

    /** Many names for the same numbers. */
    private Path shared() {
        int count = 1000;
        Pickle pickle = Pickle.begin().op("}(").text("w").global("torch._utils", "_rebuild_tensor_v2");
        pickle.op("((")
                .text("storage")
                .global("torch", "FloatStorage")
                .text("0")
                .text("cpu")
                .number(20_000);
        pickle.op("tQ").number(0).tuple(20_000).tuple(1).op("tR").raw('q', 1);
        for (int i = 0; i < count; i++) {
            pickle.text("w" + i).raw('h', 1);
        }
        return Pickle.archive(next("pth"), pickle.op("u.").bytes(), new byte[80_000]);
    }

    private Path bomb(String name) throws IOException {
        Path file = next("pth");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            for (int i = 0; i < 300; i++) {
                zip.write(new byte[1 << 16]);
            }
            zip.closeEntry();
            if (!name.endsWith(".pkl") && !name.equals("else")) {
                zip.putNextEntry(new ZipEntry("m/data.pkl"));
                zip.write(tensor("0", 4_915_200, 0, 4_915_200));
                zip.closeEntry();
            }
        }
        return file;
    }

    private Path crowd() throws IOException {
        Path file = next("pth");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i < 9000; i++) {
                zip.putNextEntry(new ZipEntry("m/data/" + i));
                zip.closeEntry();
            }
        }
        return file;
    }
}

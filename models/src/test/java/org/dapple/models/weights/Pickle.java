package org.dapple.models.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes checkpoints opcode by opcode, sound and unsound. */
final class Pickle {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Begins with protocol 2. */
    static Pickle begin() {
        return new Pickle().raw(0x80, 2);
    }

    /** A state dict of one tensor {@code w} over a storage of four float32 numbers. */
    static byte[] tensor(String kind, String key, int count, int offset, int[] shape, int[] strides) {
        Pickle pickle = begin().op("}(")
                .text("w")
                .global("torch._utils", "_rebuild_tensor_v2")
                .op("((");
        pickle.text("storage")
                .global("torch", kind)
                .text(key)
                .text("cpu")
                .number(count)
                .op("tQ");
        pickle.number(offset).tuple(shape).tuple(strides).raw(0x89).global("collections", "OrderedDict");
        return pickle.op(")RtRu.").bytes();
    }

    Pickle raw(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    Pickle op(String opcodes) {
        bytes.writeBytes(opcodes.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    Pickle repeat(String opcodes, int times) {
        return op(opcodes.repeat(times));
    }

    Pickle global(String module, String name) {
        return op("c" + module + "\n" + name + "\n");
    }

    Pickle text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return op("X").little(utf8.length).op(text);
    }

    Pickle number(int value) {
        return op("J").little(value);
    }

    Pickle tuple(int... values) {
        op("(");
        for (int value : values) {
            number(value);
        }
        return op("t");
    }

    Pickle little(int value) {
        bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** An archive of stored entries as PyTorch writes it: the pickle and one storage of numbers. */
    static Path archive(Path file, byte[] pickle, byte[] storage) {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            stored(zip, "m/data.pkl", pickle);
            stored(zip, "m/data/0", storage);
            stored(zip, "m/version", "3\n".getBytes(StandardCharsets.US_ASCII));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stored(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}

package org.dapple.data.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Linux shared library with a name and no content. FFmpeg's build links to libdrm for video decoding on graphics
 * cards; containers and most servers do not have it. For sound, an empty library of that name suffices: its four
 * functions would be bound at their first call, and none of them is ever called.
 *
 * <p>Format: System V ABI, ELF-64, little-endian: a header, three program headers, and the dynamic section.
 */
final class EmptyLibrary {
    private static final int HEADER = 64;
    private static final int SEGMENT = 56;
    private static final int SEGMENTS = 3;
    private static final int DYNAMIC_ENTRIES = 7;
    private static final int DYNAMIC = HEADER + SEGMENTS * SEGMENT;
    private static final int SYMBOLS = DYNAMIC + DYNAMIC_ENTRIES * 16;
    private static final int SYMBOL = 24;
    private static final int HASH = SYMBOLS + SYMBOL;
    private static final int STRINGS = HASH + 16;
    private static final int READ_WRITE = 6;

    private EmptyLibrary() {}

    /**
     * Loads an empty library for the rest of the process.
     *
     * @param name the name that other libraries link to, such as {@code libdrm.so.2}
     * @throws UnsatisfiedLinkError if this system cannot load it
     */
    static void load(String name) {
        try {
            Path folder = Files.createTempDirectory("dapple");
            Path file = Files.write(folder.resolve(name), bytes(name));
            try {
                System.load(file.toString());
            } finally {
                Files.delete(file); // it stays loaded
                Files.delete(folder);
            }
        } catch (IOException e) {
            UnsatisfiedLinkError error = new UnsatisfiedLinkError(name
                    + " is missing, and no replacement could be written to the temporary folder: " + e.getMessage());
            error.initCause(e);
            throw error;
        }
    }

    private static byte[] bytes(String name) {
        byte[] strings = ("\0" + name + "\0").getBytes(StandardCharsets.US_ASCII);
        int length = STRINGS + strings.length;
        ByteBuffer elf = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0x464C457F).put((byte) 2).put((byte) 1).put((byte) 1).position(16);
        elf.putShort((short) 3).putShort(machine()).putInt(1); // a shared object
        elf.putLong(0).putLong(HEADER).putLong(0).putInt(0); // no entry, program headers, no section headers
        elf.putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) SEGMENTS);
        elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        segment(elf, 1, 0, length, 0x1000); // load everything
        segment(elf, 2, DYNAMIC, SYMBOLS - DYNAMIC, 8); // the dynamic section
        segment(elf, 0x6474E551, 0, 0, 16); // no executable stack
        elf.putLong(14).putLong(1); // its name
        elf.putLong(5).putLong(STRINGS).putLong(10).putLong(strings.length);
        elf.putLong(6).putLong(SYMBOLS).putLong(11).putLong(SYMBOL);
        elf.putLong(4).putLong(HASH).putLong(0).putLong(0);
        elf.position(HASH).putInt(1).putInt(1).putInt(0).putInt(0); // one bucket, with the null symbol
        return elf.put(strings).array();
    }

    private static void segment(ByteBuffer elf, int type, long at, long length, long alignment) {
        elf.putInt(type).putInt(READ_WRITE).putLong(at).putLong(at).putLong(at);
        elf.putLong(length).putLong(length).putLong(alignment);
    }

    private static short machine() {
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> 62;
            case "aarch64" -> 183;
            default -> throw new UnsatisfiedLinkError("there is no replacement for " + System.getProperty("os.arch"));
        };
    }
}

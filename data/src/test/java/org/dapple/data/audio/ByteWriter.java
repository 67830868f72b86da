package org.dapple.data.audio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Puts bytes one after another, for tests that write files of their own. */
public final class ByteWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public ByteWriter ascii(String text) {
        return raw(text.getBytes(StandardCharsets.US_ASCII));
    }

    public ByteWriter raw(byte[] content) {
        bytes.writeBytes(content);
        return this;
    }

    /** The low bits of a number, least significant byte first. */
    public ByteWriter little(long value, int bits) {
        for (int shift = 0; shift < bits; shift += 8) {
            bytes.write((int) (value >> shift));
        }
        return this;
    }

    /** The low bits of a number, most significant byte first. */
    public ByteWriter big(long value, int bits) {
        for (int shift = bits - 8; shift >= 0; shift -= 8) {
            bytes.write((int) (value >> shift));
        }
        return this;
    }

    public int size() {
        return bytes.size();
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }
}

package org.dapple.data.audio;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The sample encodings of the RIFF/WAVE files that {@link WavDecoder} reads itself. */
enum WavEncoding {
    UNSIGNED_8(1),
    SIGNED_16(2),
    SIGNED_24(3),
    SIGNED_32(4),
    FLOAT_32(4),
    FLOAT_64(8);

    private static final int PCM = 0x0001;
    private static final int IEEE_FLOAT = 0x0003;
    private static final int EXTENSIBLE = 0xFFFE;
    /** Position of the actual format code in WAVE_FORMAT_EXTENSIBLE: the first two bytes of its GUID. */
    private static final int SUB_FORMAT = 24;

    private final int bytes;

    WavEncoding(int bytes) {
        this.bytes = bytes;
    }

    /** {@return the bytes per sample of one channel} */
    int bytes() {
        return bytes;
    }

    /** {@return the format code of a format chunk's body of at least 16 bytes, resolved if it is extensible} */
    static int formatCode(ByteBuffer chunk) {
        int code = Short.toUnsignedInt(chunk.getShort(0));
        return code == EXTENSIBLE && chunk.limit() >= SUB_FORMAT + 2
                ? Short.toUnsignedInt(chunk.getShort(SUB_FORMAT))
                : code;
    }

    /** {@return the container bits of a sample, from a format chunk's body} */
    static int bits(ByteBuffer chunk) {
        return Short.toUnsignedInt(chunk.getShort(14));
    }

    /** {@return the encoding that a format chunk's body declares; null if another decoder must read it} */
    static @Nullable WavEncoding of(ByteBuffer chunk) {
        int bits = bits(chunk);
        return switch (formatCode(chunk)) {
            case PCM ->
                switch (bits) {
                    case 8 -> UNSIGNED_8;
                    case 16 -> SIGNED_16;
                    case 24 -> SIGNED_24;
                    case 32 -> SIGNED_32;
                    default -> null;
                };
            case IEEE_FLOAT ->
                switch (bits) {
                    case 32 -> FLOAT_32;
                    case 64 -> FLOAT_64;
                    default -> null;
                };
            default -> null;
        };
    }

    /** {@return the encoding of a format chunk's body, in words for errors} */
    static String describe(ByteBuffer chunk) {
        return String.format(Locale.ROOT, "WAVE format 0x%04x with %d bits per sample", formatCode(chunk), bits(chunk));
    }

    /**
     * Reads one sample.
     *
     * @param data little-endian samples
     * @param at offset in bytes
     * @return integers divided by 2^(bits-1), floats unchanged
     */
    double sample(ByteBuffer data, int at) {
        return switch (this) {
            case UNSIGNED_8 -> (Byte.toUnsignedInt(data.get(at)) - 128) / 128.0;
            case SIGNED_16 -> data.getShort(at) / 32768.0;
            case SIGNED_24 -> (Short.toUnsignedInt(data.getShort(at)) | (data.get(at + 2) << 16)) / 8388608.0;
            case SIGNED_32 -> data.getInt(at) / 2147483648.0;
            case FLOAT_32 -> data.getFloat(at);
            case FLOAT_64 -> data.getDouble(at);
        };
    }
}

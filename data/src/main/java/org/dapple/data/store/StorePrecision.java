package org.dapple.data.store;

import java.nio.ByteBuffer;

/** The precision of a store's values, which are little-endian. */
public enum StorePrecision {
    /** Half the space; the error of log-mels is at most 0.004. */
    FP16(Short.BYTES) {
        @Override
        float put(ByteBuffer into, float value) {
            short bits = HalfFloat.encode(value);
            into.putShort(bits);
            return HalfFloat.decode(bits);
        }

        @Override
        float get(ByteBuffer from, int at) {
            return HalfFloat.decode(from.getShort(at));
        }
    },
    /** Exact. */
    FP32(Float.BYTES) {
        @Override
        float put(ByteBuffer into, float value) {
            into.putFloat(value);
            return value;
        }

        @Override
        float get(ByteBuffer from, int at) {
            return from.getFloat(at);
        }
    };

    private final int bytes;

    StorePrecision(int bytes) {
        this.bytes = bytes;
    }

    /** {@return the bytes of a value} */
    int bytes() {
        return bytes;
    }

    /** Writes a value and returns the value that will be read. */
    abstract float put(ByteBuffer into, float value);

    /** Reads the value at a byte offset. */
    abstract float get(ByteBuffer from, int at);
}

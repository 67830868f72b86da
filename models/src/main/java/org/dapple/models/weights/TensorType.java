package org.dapple.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.List;

/**
 * The types of stored tensors, and their conversion to types that DJL supports: bfloat16 arrays would crash the JVM.
 */
enum TensorType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8);

    private static final int CHUNK = 1 << 16;
    private static final int MOST_DIMENSIONS = 8;

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** {@return the bytes of one number in the file} */
    int bytes() {
        return bytes;
    }

    /**
     * The number of elements of a shape from a file.
     *
     * @return -1 if a size is negative, the shape has too many dimensions, or the tensor exceeds 2 GiB
     */
    static long elements(List<Long> shape) {
        if (shape.size() > MOST_DIMENSIONS) {
            return -1;
        }
        long count = 1;
        for (long size : shape) {
            if (size < 0 || size > Integer.MAX_VALUE) {
                return -1;
            }
            count *= size; // no overflow: both factors are below 2^31
            if (count > Integer.MAX_VALUE / Long.BYTES) {
                return -1;
            }
        }
        return count;
    }

    /**
     * Reads little-endian numbers, a chunk at a time.
     *
     * @param in positioned at the first number
     * @param shape a shape that {@link #elements} accepts
     * @param manager owner of the array
     * @return float32, or int64 for {@link #I64}
     */
    NDArray read(ReadableByteChannel in, Shape shape, NDManager manager) throws IOException {
        DataType target = this == I64 ? DataType.INT64 : DataType.FLOAT32;
        int count = Math.toIntExact(shape.size());
        ByteBuffer values =
                ByteBuffer.allocateDirect(count * target.getNumOfBytes()).order(ByteOrder.nativeOrder());
        ByteBuffer chunk = ByteBuffer.allocate(Math.min(CHUNK, count * bytes)).order(ByteOrder.LITTLE_ENDIAN);
        for (int left = count; left > 0; left -= chunk.limit() / bytes) {
            chunk.clear().limit((int) Math.min(CHUNK, (long) left * bytes));
            fill(chunk, in);
            while (chunk.hasRemaining()) {
                convert(chunk, values);
            }
        }
        return manager.create(values.flip(), shape, target);
    }

    private static void fill(ByteBuffer chunk, ReadableByteChannel in) throws IOException {
        while (chunk.hasRemaining()) {
            if (in.read(chunk) < 0) {
                throw new EOFException("ends early");
            }
        }
        chunk.flip();
    }

    private void convert(ByteBuffer from, ByteBuffer to) {
        switch (this) {
            case F64 -> to.putFloat((float) from.getDouble());
            case F32 -> to.putInt(from.getInt());
            case F16 -> to.putFloat(half(from.getShort()));
            case BF16 -> to.putInt(from.getShort() << 16);
            case I64 -> to.putLong(from.getLong());
        }
    }

    /** IEEE 754 binary16 to float32, exactly. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            return Float.intBitsToFloat(sign | Float.floatToIntBits(fraction * 0x1p-24f));
        }
        int widened = exponent == 31 ? 0x7f800000 : (exponent + 112) << 23;
        return Float.intBitsToFloat(sign | widened | fraction << 13);
    }
}

package org.dapple.data.store;

/** IEEE 754 half precision: 11 significant bits, so the error of a log-mel between -16 and 16 is at most 0.004. */
final class HalfFloat {
    private static final float[] VALUES = new float[1 << 16];

    static {
        for (int bits = 0; bits < VALUES.length; bits++) {
            VALUES[bits] = slowly(bits);
        }
    }

    private HalfFloat() {}

    /** {@return the value of 16 bits} */
    static float decode(short bits) {
        return VALUES[Short.toUnsignedInt(bits)];
    }

    private static float slowly(int bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        float magnitude = exponent == 0
                ? fraction * 0x1p-24f
                : exponent == 31
                        ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                        : Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    /** {@return the 16 bits of the nearest value, ties to even; infinity beyond 65504} */
    static short encode(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (!(magnitude < 65520)) { // also NaN
            return (short) (sign | (Float.isNaN(value) ? 0x7E00 : 0x7C00));
        }
        if (magnitude < 0x1p-14f) {
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int rest = bits & 0x7FFFFFFF;
        // Adds just under a half, or exactly a half if that gives an even number. A branch on the lost bits would be
        // mispredicted every other time.
        int rounded = rest + 0xFFF + (rest >>> 13 & 1);
        return (short) (sign | (rounded >>> 13) - (112 << 10)); // the exponents' zero points differ by 112
    }
}

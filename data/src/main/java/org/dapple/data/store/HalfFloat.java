package org.dapple.data.store;

/** IEEE 754 half precision: 11 significant bits, so a log-mel between -16 and 16 is off by at most 0.004. */
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

    /** {@return the 16 bits of the nearest value, of two equally near ones the even one; beyond 65504 infinity} */
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
        // Just less than a half is added, and exactly a half where that makes an even number: a branch that depends on
        // the lost bits is guessed wrongly every other time.
        int rounded = rest + 0xFFF + (rest >>> 13 & 1);
        return (short) (sign | (rounded >>> 13) - (112 << 10)); // the exponents' zero points differ by 112
    }
}

package org.dapple.data.audio;

/** Writes uncompressed AIFF files. */
public final class AiffFile {
    private AiffFile() {}

    /**
     * An AIFF file.
     *
     * @param channels interleaved
     * @param rate in Hz, below 65536
     * @param bits 8, 16, 24 or 32
     * @param samples interleaved
     * @return its bytes
     */
    public static byte[] bytes(int channels, int rate, int bits, int[] samples) {
        ByteWriter data = new ByteWriter();
        for (int sample : samples) {
            data.big(sample, bits);
        }
        int leading = Integer.numberOfLeadingZeros(rate);
        ByteWriter file = new ByteWriter();
        file.ascii("FORM").big(4 + 8 + 18 + 8 + 8 + data.size(), 32).ascii("AIFF");
        file.ascii("COMM").big(18, 32).big(channels, 16).big(samples.length / channels, 32);
        file.big(bits, 16).big(16383 + 31 - leading, 16).big((long) rate << (leading + 32), 64); // 80-bit float
        file.ascii("SSND").big(8 + data.size(), 32).big(0, 64).raw(data.bytes());
        return file.bytes();
    }
}

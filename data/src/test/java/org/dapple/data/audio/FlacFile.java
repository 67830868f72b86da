package org.dapple.data.audio;

/** Writes FLAC files without compression ("verbatim" subframes). */
public final class FlacFile {
    private static final int BLOCK = 4096;

    private FlacFile() {}

    /**
     * A FLAC file.
     *
     * @param channels interleaved, up to 8
     * @param rate in Hz
     * @param bits 8, 16 or 24
     * @param samples interleaved, less than 128 blocks of 4096 frames
     * @return its bytes
     */
    public static byte[] bytes(int channels, int rate, int bits, int[] samples) {
        int frames = samples.length / channels;
        ByteWriter file = new ByteWriter().ascii("fLaC").big(0x80, 8).big(34, 24); // last metadata: stream info
        file.big(BLOCK, 16).big(BLOCK, 16).big(0, 24).big(0, 24);
        file.big((long) rate << 44 | (channels - 1L) << 41 | (bits - 1L) << 36 | frames, 64);
        file.raw(new byte[16]); // no MD5
        for (int start = 0; start < frames; start += BLOCK) {
            int length = Math.min(BLOCK, frames - start);
            ByteWriter frame = new ByteWriter().big(0xFFF8, 16).big(0x70, 8).big((channels - 1) << 4, 8);
            frame.big(start / BLOCK, 8).big(length - 1, 16);
            frame.big(crc(frame.bytes(), 8, 0x07), 8);
            for (int channel = 0; channel < channels; channel++) {
                frame.big(0x02, 8); // verbatim
                for (int i = start; i < start + length; i++) {
                    frame.big(samples[i * channels + channel], bits);
                }
            }
            file.raw(frame.bytes()).big(crc(frame.bytes(), 16, 0x8005), 16);
        }
        return file.bytes();
    }

    /** A cyclic redundancy check, most significant bit first, starting from 0. */
    public static int crc(byte[] content, int width, int polynomial) {
        int top = 1 << (width - 1);
        int crc = 0;
        for (byte value : content) {
            crc ^= Byte.toUnsignedInt(value) << (width - 8);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & top) != 0 ? (crc << 1) ^ polynomial : crc << 1;
            }
        }
        return width == 32 ? crc : crc & ((1 << width) - 1);
    }
}

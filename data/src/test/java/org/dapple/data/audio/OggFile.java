package org.dapple.data.audio;

/** Writes the beginning of Ogg files. */
public final class OggFile {
    private static final int POLYNOMIAL = 0x04C11DB7;

    private OggFile() {}

    /** {@return an Ogg Opus file that declares independent channels and holds one packet of silence} */
    public static byte[] opus(int channels) {
        ByteWriter head =
                new ByteWriter().ascii("OpusHead").big(1, 8).big(channels, 8).little(0, 16);
        head.little(48000, 32).little(0, 16).big(255, 8).big(channels, 8).big(0, 8);
        for (int channel = 0; channel < channels; channel++) {
            head.big(channel, 8);
        }
        byte[] tags =
                new ByteWriter().ascii("OpusTags").little(0, 32).little(0, 32).bytes();
        return new ByteWriter()
                .raw(page(2, 0, head.bytes()))
                .raw(page(0, 1, tags))
                .raw(page(4, 2, silence(channels)))
                .bytes();
    }

    /** One packet of 20 ms in as many streams; all but the last tell their length (RFC 6716, appendix B). */
    private static byte[] silence(int streams) {
        ByteWriter packet = new ByteWriter();
        for (int i = 1; i < streams; i++) {
            packet.big(0xFC02FFFEL, 32);
        }
        return packet.big(0xFCFFFE, 24).bytes();
    }

    private static byte[] page(int flags, int number, byte[] packet) {
        byte[] zero = page(flags, number, packet, 0);
        return page(flags, number, packet, FlacFile.crc(zero, 32, POLYNOMIAL));
    }

    private static byte[] page(int flags, int number, byte[] packet, int checksum) {
        ByteWriter page = new ByteWriter().ascii("OggS").big(0, 8).big(flags, 8).little(number == 2 ? 960 : 0, 64);
        page.little(7, 32).little(number, 32).little(checksum, 32).big(1, 8).big(packet.length, 8);
        return page.raw(packet).bytes();
    }
}

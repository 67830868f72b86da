package org.dapple.data.audio;

/** Writes RIFF/WAVE files byte by byte, correct or not. */
public final class WavBytes {
    private final ByteWriter chunks = new ByteWriter();

    /** A chunk with its own length and the padding of an odd one. */
    public WavBytes chunk(String name, byte[] body) {
        return chunk(name, body.length, body);
    }

    /** A chunk that claims any length. */
    public WavBytes chunk(String name, long claimed, byte[] body) {
        chunks.ascii(name).little(claimed, 32).raw(body).little(0, body.length % 2 * 8);
        return this;
    }

    /** A format chunk of 16 bytes. */
    public WavBytes format(int code, int channels, int rate, int bits) {
        return chunk("fmt ", formatBody(code, channels, rate, bits));
    }

    /** A format chunk as WAVE_FORMAT_EXTENSIBLE. */
    public WavBytes extensible(int code, int channels, int rate, int bits) {
        ByteWriter body = new ByteWriter().raw(formatBody(0xFFFE, channels, rate, bits));
        body.little(22, 16).little(bits, 16).little(0, 32).little(code, 16); // the GUID begins with the code
        return chunk(
                "fmt ",
                body.big(0x0000_0000_1000L, 48).big(0x8000_00AA_0038_9B71L, 64).bytes());
    }

    /** {@return the file as RIFF} */
    public byte[] bytes() {
        return bytes("RIFF", chunks.size() + 4L);
    }

    /** {@return the file with any name and claimed length} */
    public byte[] bytes(String name, long claimed) {
        return new ByteWriter()
                .ascii(name)
                .little(claimed, 32)
                .ascii("WAVE")
                .raw(chunks.bytes())
                .bytes();
    }

    /** {@return the body of a format chunk, 16 bytes} */
    public static byte[] formatBody(int code, int channels, int rate, int bits) {
        int frame = channels * ((bits + 7) / 8);
        ByteWriter body = new ByteWriter().little(code, 16).little(channels, 16).little(rate, 32);
        return body.little((long) rate * frame, 32)
                .little(frame, 16)
                .little(bits, 16)
                .bytes();
    }

    /** {@return 16-bit samples} */
    public static byte[] shorts(int... samples) {
        ByteWriter data = new ByteWriter();
        for (int sample : samples) {
            data.little(sample, 16);
        }
        return data.bytes();
    }
}

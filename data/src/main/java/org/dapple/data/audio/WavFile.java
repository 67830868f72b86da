package org.dapple.data.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.dapple.core.files.AtomicFile;
import org.dapple.core.frontend.Waveform;

/** Writes waveforms as 16-bit mono WAV. */
public final class WavFile {
    private static final int HEADER = 44;

    private WavFile() {}

    /**
     * Writes a file atomically.
     *
     * @param file replaced if it exists
     * @param waveform samples outside -1..1 are clipped
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Waveform waveform) throws IOException {
        AtomicFile.write(file, bytes(waveform));
    }

    /**
     * Encodes a file in memory.
     *
     * @param waveform samples outside -1..1 are clipped
     * @return header and samples
     */
    public static byte[] bytes(Waveform waveform) {
        int bytes = Math.multiplyExact(waveform.samples().length, Short.BYTES);
        ByteBuffer out = ByteBuffer.allocate(HEADER + bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(HEADER - 8 + bytes).put(ascii("WAVE"));
        out.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
        out.putInt(waveform.sampleRate()).putInt(waveform.sampleRate() * Short.BYTES);
        out.putShort((short) Short.BYTES).putShort((short) Short.SIZE);
        out.put(ascii("data")).putInt(bytes);
        for (float sample : waveform.samples()) {
            out.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sample * 32768))));
        }
        return out.array();
    }

    private static byte[] ascii(String tag) {
        return tag.getBytes(StandardCharsets.US_ASCII);
    }
}

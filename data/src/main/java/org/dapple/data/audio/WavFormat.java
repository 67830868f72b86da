package org.dapple.data.audio;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The content of a RIFF/WAVE file's format chunk.
 *
 * @param encoding encoding of a sample
 * @param channels number of interleaved channels, at least 1
 * @param sampleRate in Hz, positive
 */
record WavFormat(WavEncoding encoding, int channels, int sampleRate) {

    /** The minimum size of a format chunk. */
    static final int LEAST_BYTES = 16;
    /** The part that is read here: all of WAVE_FORMAT_EXTENSIBLE. */
    static final int MOST_BYTES = 40;

    /**
     * Reads a format chunk.
     *
     * @param chunk its body, at least {@link #LEAST_BYTES}, little-endian
     * @param file the file, for errors
     * @return the format
     * @throws UnknownEncodingException if another decoder must read it
     * @throws UnreadableAudioException if it contradicts itself
     */
    static WavFormat parse(ByteBuffer chunk, Path file) throws UnreadableAudioException {
        WavEncoding encoding = WavEncoding.of(chunk);
        if (encoding == null) {
            throw new UnknownEncodingException(
                    file,
                    "its encoding, " + WavEncoding.describe(chunk) + ", is unknown; convert it to 16-bit PCM or FLAC");
        }
        int channels = Short.toUnsignedInt(chunk.getShort(2));
        int sampleRate = chunk.getInt(4);
        int frameBytes = Short.toUnsignedInt(chunk.getShort(12));
        if (channels == 0) {
            throw new UnreadableAudioException(file, "its header declares 0 channels");
        }
        if (sampleRate <= 0) {
            throw new UnreadableAudioException(
                    file, "its header declares a sample rate of " + Integer.toUnsignedLong(sampleRate) + " Hz");
        }
        if (frameBytes != channels * encoding.bytes()) {
            throw new UnreadableAudioException(
                    file,
                    "its header contradicts itself: a frame of " + frameBytes + " bytes cannot hold " + channels
                            + " samples of " + encoding.bytes() + " bytes");
        }
        return new WavFormat(encoding, channels, sampleRate);
    }

    /** {@return the bytes of one sample of every channel} */
    int frameBytes() {
        return channels * encoding.bytes();
    }
}

package org.dapple.data.audio;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What the format chunk of a RIFF/WAVE file says.
 *
 * @param encoding how a sample is written
 * @param channels interleaved channels, at least 1
 * @param sampleRate in Hz, positive
 */
record WavFormat(WavEncoding encoding, int channels, int sampleRate) {

    /** The part that every format chunk has. */
    static final int LEAST_BYTES = 16;
    /** The part that is of interest here: all of WAVE_FORMAT_EXTENSIBLE. */
    static final int MOST_BYTES = 40;

    /**
     * Reads a format chunk.
     *
     * @param chunk its body, at least {@link #LEAST_BYTES}, little-endian
     * @param file named in errors
     * @return the format
     * @throws UnknownEncodingException if it is for another decoder
     * @throws UnreadableAudioException if it contradicts itself
     */
    static WavFormat parse(ByteBuffer chunk, Path file) throws UnreadableAudioException {
        WavEncoding encoding = WavEncoding.of(chunk);
        if (encoding == null) {
            throw new UnknownEncodingException(
                    file,
                    "its encoding, " + WavEncoding.describe(chunk)
                            + ", is not known; convert it to 16-bit PCM or FLAC");
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

    /** {@return bytes of one sample of every channel} */
    int frameBytes() {
        return channels * encoding.bytes();
    }
}

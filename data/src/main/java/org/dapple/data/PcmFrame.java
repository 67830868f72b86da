package org.dapple.data;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/** A piece of decoded sound as FFmpeg keeps it: one buffer with interleaved channels, or one buffer per channel. */
final class PcmFrame {
    private final Buffer[] planes;
    private final int channels;

    /**
     * Looks at a piece.
     *
     * @param planes one or {@code channels} buffers, valid until the next piece is decoded
     * @param channels at least 1
     */
    PcmFrame(Buffer[] planes, int channels) {
        this.planes = planes;
        this.channels = channels;
    }

    /** {@return samples per channel} */
    int length() {
        return planes.length == 1 ? planes[0].limit() / channels : planes[0].limit();
    }

    /** {@return the mean of the channels at a time} */
    double mean(int time) {
        double sum = 0;
        for (int channel = 0; channel < channels; channel++) {
            sum += planes.length == 1 ? sample(planes[0], time * channels + channel) : sample(planes[channel], time);
        }
        return sum / channels;
    }

    /** Integers fill their type from the top, 24-bit ones too. */
    private static double sample(Buffer plane, int at) {
        if (plane instanceof FloatBuffer floats) {
            return floats.get(at);
        } else if (plane instanceof ShortBuffer shorts) {
            return shorts.get(at) / 32768.0;
        } else if (plane instanceof IntBuffer integers) {
            return integers.get(at) / 2147483648.0;
        } else if (plane instanceof DoubleBuffer doubles) {
            return doubles.get(at);
        }
        return (Byte.toUnsignedInt(((ByteBuffer) plane).get(at)) - 128) / 128.0;
    }
}

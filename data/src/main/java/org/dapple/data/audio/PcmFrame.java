package org.dapple.data.audio;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/** A piece of decoded sound in FFmpeg's layout: one buffer with interleaved channels, or one buffer per channel. */
final class PcmFrame {
    /** Length of the arrays that samples are copied to, and so of one computation. */
    private static final int CHUNK = 1 << 10;

    private final Buffer[] planes;
    private final int channels;

    /**
     * Wraps a piece.
     *
     * @param planes one or {@code channels} buffers, valid until the next piece is decoded
     * @param channels at least 1
     */
    PcmFrame(Buffer[] planes, int channels) {
        this.planes = planes;
        this.channels = channels;
    }

    /** {@return the samples per channel} */
    int length() {
        return planes.length == 1 ? planes[0].limit() / channels : planes[0].limit();
    }

    /**
     * Computes the mean of the channels.
     *
     * @param from index of the first sample
     * @param count number of samples
     * @param into receives the means
     * @param at index of the first mean
     */
    void mean(int from, int count, float[] into, int at) {
        if (channels == 1 && planes[0] instanceof ShortBuffer shorts) {
            mono(shorts, from, count, into, at);
            return;
        }
        for (int i = 0; i < count; i++) {
            into[at + i] = (float) mean(from + i);
        }
    }

    /** A fast path for 16-bit mono, the most common case. */
    private static void mono(ShortBuffer shorts, int from, int count, float[] into, int at) {
        short[] chunk = new short[Math.min(count, CHUNK)];
        for (int done = 0; done < count; done += CHUNK) {
            int length = Math.min(count - done, CHUNK);
            shorts.get(from + done, chunk, 0, length);
            for (int i = 0; i < length; i++) {
                into[at + done + i] = chunk[i] * 0x1p-15f;
            }
        }
    }

    private double mean(int time) {
        double sum = 0;
        for (int channel = 0; channel < channels; channel++) {
            sum += planes.length == 1 ? sample(planes[0], time * channels + channel) : sample(planes[channel], time);
        }
        return sum / channels;
    }

    /** Integers are left-aligned in their type, including 24-bit ones. */
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

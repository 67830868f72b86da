package org.dapple.data.audio;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Feeds a file's bytes to FFmpeg through callbacks into Java, so that FFmpeg never learns a file name. */
final class FfmpegInput implements Closeable {
    private static final int BUFFER_BYTES = 1 << 15;
    private static final int FROM_HERE = 1;
    private static final int FROM_END = 2;

    /**
     * Inputs by the address that FFmpeg passes back, because the binding supports only a few callbacks, not one per
     * file.
     */
    private static final Map<Long, FfmpegInput> OPEN = new ConcurrentHashMap<>();

    private static final Reading READING = new Reading().retain();
    private static final Seeking SEEKING = new Seeking().retain();

    private final FileBytes bytes;
    private final BytePointer key = new BytePointer(1);
    private final AVIOContext context;
    private long position;
    private @Nullable IOException failure;

    /**
     * Starts at the first byte.
     *
     * @param bytes the file; the caller closes it
     */
    FfmpegInput(FileBytes bytes) {
        this.bytes = bytes;
        OPEN.put(key.address(), this);
        BytePointer buffer = new BytePointer(avutil.av_malloc(BUFFER_BYTES));
        this.context = avformat.avio_alloc_context(
                buffer.capacity(BUFFER_BYTES), BUFFER_BYTES, 0, key, READING, null, SEEKING);
    }

    /** {@return the input context for FFmpeg} */
    AVIOContext context() {
        return context;
    }

    /** Throws if the file could not be read; FFmpeg itself only reports an error. */
    void requireRead() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        avutil.av_free(context.buffer()); // FFmpeg may have replaced it
        avformat.avio_context_free(context);
        OPEN.remove(key.address());
        key.close();
    }

    private int read(BytePointer into, int length) {
        try {
            int count = bytes.read(position, into.capacity(length).asByteBuffer());
            position += Math.max(0, count);
            return count > 0 ? count : avutil.AVERROR_EOF;
        } catch (IOException e) {
            failure = e;
            return avutil.AVERROR_EXTERNAL;
        }
    }

    private long seek(long offset, int whence) {
        try {
            long size = bytes.size();
            if ((whence & avformat.AVSEEK_SIZE) != 0) {
                return size;
            }
            int origin = whence & ~avformat.AVSEEK_FORCE;
            long base = origin == FROM_END ? size : origin == FROM_HERE ? position : 0;
            if (offset < -base || offset > Long.MAX_VALUE - base) {
                return avutil.AVERROR_EXTERNAL;
            }
            position = base + offset;
            return position;
        } catch (IOException e) {
            failure = e;
            return avutil.AVERROR_EXTERNAL;
        }
    }

    private static final class Reading extends Read_packet_Pointer_BytePointer_int {
        Reading retain() {
            retainReference();
            return this;
        }

        @Override
        public int call(Pointer key, BytePointer into, int length) {
            FfmpegInput input = OPEN.get(key.address());
            return input == null ? avutil.AVERROR_EXTERNAL : input.read(into, length);
        }
    }

    private static final class Seeking extends Seek_Pointer_long_int {
        Seeking retain() {
            retainReference();
            return this;
        }

        @Override
        public long call(Pointer key, long offset, int whence) {
            FfmpegInput input = OPEN.get(key.address());
            return input == null ? avutil.AVERROR_EXTERNAL : input.seek(offset, whence);
        }
    }
}

package org.dapple.data;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Log-mels of many clips in one file, so that memory does not grow with the corpus. Values are float32, little-endian,
 * frame after frame with all bands of a frame together, so that any crop of a clip is one contiguous read.
 */
public final class LogMelStore implements Closeable {
    private final FileChannel channel;
    private final int bands;
    private final List<StoredClip> clips = new ArrayList<>();
    private long size;

    /**
     * Creates an empty store, replacing an older file.
     *
     * @param file the file
     * @param bands mel bands of a frame
     * @throws IOException if the file cannot be made
     */
    public LogMelStore(Path file, int bands) throws IOException {
        this.bands = bands;
        this.channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }

    /**
     * Adds a clip.
     *
     * @param clip the manifest's row
     * @param contentHash fingerprint of its waveform
     * @param frames row-major [frames, bands]
     * @throws IOException if the file cannot be written
     */
    public void add(Clip clip, String contentHash, float[] frames) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(frames.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(frames);
        clips.add(new StoredClip(clip, contentHash, size, frames.length / bands));
        while (bytes.hasRemaining()) {
            size += channel.write(bytes, size);
        }
    }

    /** {@return the clips, in the order they were added} */
    public List<StoredClip> clips() {
        return List.copyOf(clips);
    }

    /** {@return mel bands of a frame} */
    public int bands() {
        return bands;
    }

    /**
     * Reads consecutive frames.
     *
     * @param clip one of {@link #clips}
     * @param firstFrame where to start
     * @param frames how many
     * @param into receives row-major [frames, bands] at its position
     * @throws IOException if the file cannot be read
     */
    public void read(StoredClip clip, int firstFrame, int frames, FloatBuffer into) throws IOException {
        if (firstFrame < 0 || frames < 0 || firstFrame + frames > clip.frames()) {
            throw new IllegalArgumentException("frames " + firstFrame + " to " + (firstFrame + frames) + " of "
                    + clip.frames() + " in " + clip.clip().filename());
        }
        ByteBuffer bytes = ByteBuffer.allocate(frames * bands * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long start = clip.offset() + (long) firstFrame * bands * Float.BYTES;
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, start + bytes.position()) < 0) {
                throw new EOFException(
                        "the log-mel store ends before " + clip.clip().filename());
            }
        }
        into.put(bytes.flip().asFloatBuffer());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * A clip in the store.
     *
     * @param clip the manifest's row
     * @param contentHash fingerprint of its waveform
     * @param offset first byte in the file
     * @param frames its length
     */
    public record StoredClip(Clip clip, String contentHash, long offset, int frames) {}
}

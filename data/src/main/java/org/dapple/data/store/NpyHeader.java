package org.dapple.data.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dapple.data.audio.UnreadableAudioException;

/**
 * The layout of a spectrogram in a NumPy file: row-major [1, bands, frames] or [bands, frames].
 *
 * @param valueBytes 2, 4 or 8: half, single or double precision, little-endian
 * @param bands rows
 * @param frames columns
 * @param dataStart first byte of the values
 */
record NpyHeader(int valueBytes, int bands, int frames, int dataStart) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MOST_HEADER_BYTES = 1 << 16;
    private static final Pattern TYPE = Pattern.compile("'descr': *'<f([248])'");
    private static final Pattern C_ORDER = Pattern.compile("'fortran_order': *False");
    private static final Pattern SHAPE = Pattern.compile("'shape': *\\((?:1, *)?(\\d{1,9}), *(\\d{1,9}),?\\)");

    static NpyHeader read(FileChannel channel, Path file) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        channel.read(start, 0);
        if (start.position() < 12 || !Arrays.equals(Arrays.copyOf(start.array(), MAGIC.length), MAGIC)) {
            throw new UnreadableAudioException(file, "it is not a NumPy file");
        }
        boolean old = start.get(6) == 1;
        int headerStart = old ? 10 : 12;
        long length = old ? Short.toUnsignedInt(start.getShort(8)) : Integer.toUnsignedLong(start.getInt(8));
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(length, MOST_HEADER_BYTES));
        channel.read(bytes, headerStart);
        String header = new String(bytes.array(), StandardCharsets.US_ASCII);
        Matcher type = TYPE.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!type.find() || !shape.find() || !C_ORDER.matcher(header).find()) {
            throw new UnreadableAudioException(
                    file,
                    "it must hold little-endian floats [1, bands, frames] in C order; its header is " + header.strip());
        }
        NpyHeader found = new NpyHeader(
                Integer.parseInt(type.group(1)),
                Integer.parseInt(shape.group(1)),
                Integer.parseInt(shape.group(2)),
                (int) (headerStart + length));
        if (channel.size() < found.dataStart + (long) found.valueBytes * found.bands * found.frames) {
            throw new UnreadableAudioException(file, "it is shorter than its header says; it was truncated");
        }
        return found;
    }
}

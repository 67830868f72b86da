package org.dapple.core.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;

/** CRC-32C of files. Detects accidental damage, not tampering. */
public final class Checksum {
    private Checksum() {}

    /**
     * The checksum of a whole file.
     *
     * @param file the file
     * @return 32 bits
     * @throws IOException if it cannot be read
     */
    public static long of(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
            while (channel.read(buffer) >= 0) {
                crc.update(buffer.flip());
                buffer.clear();
            }
        }
        return crc.getValue();
    }

    /**
     * A checksum in the form that files store.
     *
     * @param crc 32 bits
     * @return eight hexadecimal digits
     */
    public static String text(long crc) {
        return String.format(Locale.ROOT, "%08x", crc);
    }
}

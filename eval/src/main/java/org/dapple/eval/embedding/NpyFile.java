package org.dapple.eval.embedding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.dapple.core.files.AtomicFile;

/** Writes matrices in NumPy's format, which most tools can read. */
public final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;

    private NpyFile() {}

    /**
     * Writes float32 [rows, columns], either completely or not at all.
     *
     * @param file replaced if it exists
     * @param values row-major
     * @param columns width of a row
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, float[] values, int columns) throws IOException {
        int rows = values.length / columns;
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
        int used = MAGIC.length + Short.BYTES + header.length() + 1;
        String padded = header + " ".repeat((ALIGNMENT - used % ALIGNMENT) % ALIGNMENT) + "\n";
        ByteBuffer start = ByteBuffer.allocate(MAGIC.length + Short.BYTES + padded.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) padded.length())
                .put(padded.getBytes(StandardCharsets.US_ASCII));
        AtomicFile.write(file, out -> {
            out.write(start.array());
            ByteBuffer row = ByteBuffer.allocate(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int r = 0; r < rows; r++) {
                row.clear().asFloatBuffer().put(values, r * columns, columns);
                out.write(row.array());
            }
        });
    }
}

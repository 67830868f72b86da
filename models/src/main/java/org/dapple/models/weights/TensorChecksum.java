package org.dapple.models.weights;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.dapple.core.files.Checksum;

/** CRC-32C of the names, shapes and values of tensors, in the order of their file. */
final class TensorChecksum {
    /** The key in a file's metadata. */
    static final String KEY = "crc32c";

    private final CRC32C crc = new CRC32C();

    /** Starts a tensor; its values follow. */
    TensorChecksum tensor(String name, long[] shape) {
        crc.update((name + Arrays.toString(shape)).getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Adds values in the byte order of the file. */
    void bytes(ByteBuffer values) {
        crc.update(values);
    }

    /** {@return eight hexadecimal digits} */
    String finish() {
        return Checksum.text(crc.getValue());
    }
}

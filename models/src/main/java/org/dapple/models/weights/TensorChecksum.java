package org.dapple.models.weights;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.dapple.core.files.Checksum;

/** CRC-32C of the names, shapes and values of tensors, in the order of their file. */
final class TensorChecksum {
    /** Among the metadata of a file. */
    static final String KEY = "crc32c";

    private final CRC32C crc = new CRC32C();

    /** Begins a tensor, whose values follow. */
    TensorChecksum tensor(String name, long[] shape) {
        crc.update((name + Arrays.toString(shape)).getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Takes values, as they stand in the file. */
    void bytes(ByteBuffer values) {
        crc.update(values);
    }

    /** {@return eight hexadecimal digits} */
    String finish() {
        return Checksum.text(crc.getValue());
    }
}

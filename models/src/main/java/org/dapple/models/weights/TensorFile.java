package org.dapple.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Tensors in a file, listed by name and shape and read one by one. The whole file is checked when it is opened: every
 * listed tensor fits the file.
 */
public interface TensorFile extends Closeable {

    /** {@return the path of the file} */
    Path path();

    /** {@return the shapes by name, in the file's order} */
    Map<String, Shape> shapes();

    /**
     * Reads one tensor.
     *
     * @param name one of {@link #shapes}
     * @param manager owner of the array, which is created on its device
     * @return the tensor in its shape of {@link #shapes}: float32 (float64, float16 and bfloat16 are converted) or
     *     int64
     * @throws IOException if it cannot be read or has another type
     */
    NDArray read(String name, NDManager manager) throws IOException;

    /**
     * Opens a file of either format, recognised by its first bytes.
     *
     * @param file a PyTorch checkpoint ({@code .pth}, {@code .pt}) or a safetensors file
     * @return the tensors; the caller closes it
     * @throws IOException if it cannot be read or is not valid
     */
    static TensorFile open(Path file) throws IOException {
        byte[] first;
        try (InputStream in = Files.newInputStream(file)) {
            first = in.readNBytes(LegacyCheckpoint.LENGTH);
        }
        if (first.length > 3 && first[0] == 'P' && first[1] == 'K' && first[2] == 3 && first[3] == 4) {
            return PyTorchFile.open(file);
        }
        if (LegacyCheckpoint.begins(first)) {
            throw new IOException(file + " is a checkpoint from before PyTorch 1.6: load it in a newer PyTorch and"
                    + " save it again with torch.save(state, file)");
        }
        return SafetensorsFile.open(file);
    }
}

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
 * Tensors in a file, known by name and shape and read one by one. The file has been checked as a whole: every tensor
 * that is listed lies within it.
 */
public interface TensorFile extends Closeable {

    /** {@return where it lies} */
    Path path();

    /** {@return the shapes by name, in the file's order} */
    Map<String, Shape> shapes();

    /**
     * Reads one tensor.
     *
     * @param name one of {@link #shapes}
     * @param manager owner of the array; it is made on its device
     * @return float32 (float64, float16 and bfloat16 are converted) or int64
     * @throws IOException if it cannot be read, or its type is none of these
     */
    NDArray read(String name, NDManager manager) throws IOException;

    /**
     * Opens a file of either kind, which its first bytes tell.
     *
     * @param file a PyTorch checkpoint ({@code .pth}, {@code .pt}) or a safetensors file
     * @return the tensors; the caller closes it
     * @throws IOException if it cannot be read or is not sound
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
            throw new IOException(
                    file + " is a checkpoint in the format before PyTorch 1.6: load it in PyTorch and save"
                            + " it again with torch.save(state, file)");
        }
        return SafetensorsFile.open(file);
    }
}

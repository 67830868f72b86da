package org.dapple.models.pretext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dapple.core.files.Json;

/**
 * Runs a script of {@code src/test/python} with a Python that has PyTorch; without one the test is skipped, visibly.
 */
public final class PythonTwin {
    private static final String PYTHON = System.getProperty("dapple.python", "/usr/bin/python3");

    private PythonTwin() {}

    /** What the script prints as JSON after reading the tensors. */
    static Map<String, Object> run(String script, Path folder, Map<String, NDArray> tensors)
            throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(Path.of(PYTHON)) && exit(PYTHON, "-c", "import torch") == 0,
                "skipped: " + PYTHON + " has no PyTorch");
        Map<String, Object> shapes = new LinkedHashMap<>();
        try (OutputStream out = Files.newOutputStream(folder.resolve("tensors.f32"))) {
            for (Map.Entry<String, NDArray> tensor : tensors.entrySet()) {
                shapes.put(tensor.getKey(), tensor.getValue().getShape().getShape());
                out.write(tensor.getValue().toType(DataType.FLOAT32, false).toByteArray());
            }
        }
        Json.write(folder.resolve("tensors.json"), shapes);
        Path output = folder.resolve("output.json");
        Process process = new ProcessBuilder(PYTHON, "src/test/python/" + script, folder.toString())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals(0, process.waitFor(), script);
        return Json.read(output);
    }

    private static int exit(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }
}

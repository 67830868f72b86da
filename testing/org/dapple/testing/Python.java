package org.dapple.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A Python with plain PyTorch, to compare with; a test that needs it is skipped, visibly, where there is none. */
public final class Python {
    private static final String COMMAND = System.getProperty("dapple.python", "/usr/bin/python3");

    private Python() {}

    /** {@return the Python; the calling test is aborted as skipped where it, or its torch, is absent} */
    public static Python withTorch() {
        assumeTrue(Found.TORCH, "skipped: " + COMMAND + " has no torch");
        return new Python();
    }

    /** Asked once, because importing torch takes a second. */
    private static final class Found {
        static final boolean TORCH = torch();

        private static boolean torch() {
            try {
                return new Python().result(List.of("-c", "import torch")).code() == 0;
            } catch (UncheckedIOException e) {
                return false;
            }
        }
    }

    /**
     * Runs a script to its end; the test fails if the script does.
     *
     * @param arguments script and its arguments
     */
    public void run(String... arguments) {
        Result result = result(List.of(arguments));
        assertEquals(0, result.code(), result.printed());
    }

    private record Result(int code, String printed) {}

    private Result result(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(COMMAND, "-W", "ignore"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OMP_NUM_THREADS", "1");
        try {
            Process process = builder.start();
            try (InputStream output = process.getInputStream()) {
                String printed = new String(output.readAllBytes(), StandardCharsets.UTF_8);
                return new Result(process.waitFor(), printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

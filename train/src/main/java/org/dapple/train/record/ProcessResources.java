package org.dapple.train.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Memory and open files of this process, read from {@code /proc}; empty on systems other than Linux. */
public final class ProcessResources {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final double KIBIBYTES_PER_MEBIBYTE = 1024;

    private ProcessResources() {}

    /**
     * Reads the present values.
     *
     * @return {@code resident_mib}, {@code peak_resident_mib} and {@code open_files}, as far as known
     */
    public static Map<String, Double> now() {
        Map<String, Double> known = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmRSS:")) {
                    known.put("resident_mib", mebibytes(line));
                } else if (line.startsWith("VmHWM:")) {
                    known.put("peak_resident_mib", mebibytes(line));
                }
            }
            try (Stream<Path> open = Files.list(DESCRIPTORS)) {
                known.put("open_files", (double) open.count());
            }
        } catch (IOException e) {
            return known; // not Linux
        }
        return known;
    }

    /** MiB of a line such as {@code VmRSS: 123456 kB}. */
    private static double mebibytes(String line) {
        String digits = line.replaceAll("\\D", "");
        return Long.parseLong(digits) / KIBIBYTES_PER_MEBIBYTE;
    }
}

package org.dapple.core.run;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The origin of results: versions, machine and time. Part of every run and report. */
public final class Provenance {
    /** The facts that affect rounding. */
    private static final List<String> ROUNDING =
            List.of("dapple", "commit", "engine", "device", "threads", "system", "processor");

    private static final String UNKNOWN = "unknown";
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final String PROCESSOR = processor();

    private Provenance() {}

    /** The processor's model, if the system reports it; its vector instructions affect rounding. */
    private static String processor() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException | UncheckedIOException e) {
            return UNKNOWN;
        }
    }

    /**
     * The facts of this process.
     *
     * @param manager determines the device
     * @return name to value, in a fixed order
     */
    public static Map<String, String> of(NDManager manager) {
        Map<String, String> facts = new LinkedHashMap<>();
        String version = Provenance.class.getPackage().getImplementationVersion();
        facts.put("dapple", version == null ? "development" : version);
        facts.put("commit", System.getProperty("dapple.commit", UNKNOWN));
        facts.put(
                "engine",
                Engine.getInstance().getEngineName() + " "
                        + Engine.getInstance().getVersion());
        facts.put("device", manager.getDevice().toString());
        facts.put("threads", System.getProperty("ai.djl.pytorch.num_threads", "engine's default"));
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        facts.put(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
        facts.put("processor", PROCESSOR);
        facts.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return facts;
    }

    /**
     * Whether two processes may round differently: compares version, engine, device, number of threads and processor.
     *
     * @param before the facts of an earlier process
     * @param now the facts of this one
     * @return the differences as text; empty if results are bit-equal
     */
    public static Optional<String> difference(Map<?, ?> before, Map<String, String> now) {
        return ROUNDING.stream()
                .filter(fact -> !String.valueOf(now.get(fact)).equals(String.valueOf(before.get(fact))))
                .map(fact -> fact + " " + now.get(fact) + " instead of " + before.get(fact))
                .reduce((some, more) -> some + ", " + more);
    }
}

package org.dapple.core;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where numbers come from: versions, machine, time. Written into every run and report. */
public final class Provenance {
    private Provenance() {}

    /**
     * The facts of this process.
     *
     * @param manager whose device computes
     * @return name to value, in a fixed order
     */
    public static Map<String, String> of(NDManager manager) {
        Map<String, String> facts = new LinkedHashMap<>();
        String version = Provenance.class.getPackage().getImplementationVersion();
        facts.put("dapple", version == null ? "development" : version);
        facts.put("commit", System.getProperty("dapple.commit", "unknown"));
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
        facts.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return facts;
    }
}

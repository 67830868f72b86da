package org.dapple.core.ops;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.dapple.core.settings.ConfigurationException;

/** In what numbers the large matrix products are computed. Parameters and everything else stay float32. */
public enum Precision {
    /** float32 throughout. */
    FP32,
    /** bfloat16 inside linear layers: eight bits of mantissa, the range of float32. */
    BF16;

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /**
     * Refuses what the device could only emulate.
     *
     * @param device where products are computed
     * @param ops how
     * @throws ConfigurationException if bfloat16 would be slower than float32 there, or the op pack is off
     */
    public void requireSupported(Device device, TorchOps ops) {
        if (this == FP32) {
            return;
        }
        ConfigurationException.require(
                ops instanceof ScriptedOps, "precision", "be fp32 with -Ddapple.ops=composed", this);
        if (!device.isGpu() && !cpuMultiplies()) {
            throw new ConfigurationException(
                    "precision",
                    "must be fp32 here: this processor has no bfloat16 products (neither avx512_bf16 nor amx_bf16),"
                            + " so that bf16 would only be slower");
        }
    }

    private static boolean cpuMultiplies() {
        try {
            String flags = Files.readString(CPU_INFO);
            return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
        } catch (IOException e) {
            return false; // not Linux: nobody has measured bfloat16 there
        }
    }

    /** {@return the word that configurations use} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

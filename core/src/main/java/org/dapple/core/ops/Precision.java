package org.dapple.core.ops;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.dapple.core.settings.ConfigurationException;

/** The precision of the large matrix products. Parameters and everything else stay float32. */
public enum Precision {
    /** float32 throughout. */
    FP32,
    /** bfloat16 inside linear layers: eight bits of mantissa, the range of float32. */
    BF16;

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /**
     * Refuses a precision that the device can only emulate.
     *
     * @param device the device that computes the products
     * @param ops the operations in use
     * @throws ConfigurationException if bfloat16 would be slower than float32 on the device, or the op pack is off
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
                    "must be fp32 on this machine: the processor has no bfloat16 products (neither avx512_bf16 nor"
                            + " amx_bf16), so bf16 would be slower");
        }
    }

    private static boolean cpuMultiplies() {
        try {
            String flags = Files.readString(CPU_INFO);
            return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
        } catch (IOException e) {
            return false; // not Linux: bfloat16 was never measured there
        }
    }

    /** {@return the name in configurations} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

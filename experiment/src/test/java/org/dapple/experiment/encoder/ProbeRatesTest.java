package org.dapple.experiment.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.eval.probe.Probe;
import org.junit.jupiter.api.Test;

class ProbeRatesTest {
    private static final OptionalDouble UNKNOWN = OptionalDouble.empty();
    private static final OptionalDouble USUAL = OptionalDouble.of(3e-4);

    private static ProbeRates rates(String... options) {
        return new ProbeRates(Probe.named("evar"), List.of(options));
    }

    @Test
    void knownRatesNeedNotBeTold() {
        assertEquals(USUAL, rates().of("runs/a", USUAL, false));
        String message = assertThrows(ConfigurationException.class, () -> rates().of("imported", UNKNOWN, false))
                .getMessage();
        assertTrue(message.contains("3e-5 for M2D"), message);
        assertEquals(OptionalDouble.of(3e-5), rates("3e-5").of("imported", UNKNOWN, false));
        assertEquals(OptionalDouble.of(1e-3), rates("3e-5", "imported=1e-3").of("imported", UNKNOWN, false));
        assertEquals(USUAL, rates("3e-5").of("log-mel statistics", USUAL, true), "a baseline keeps its own");
    }

    @Test
    void ratesOfNothingAreRefused() {
        assertThrows(ConfigurationException.class, () -> rates("fast"));
        assertThrows(ConfigurationException.class, () -> rates("-1"));
        assertThrows(ConfigurationException.class, () -> rates("m2d=1").requireNames(List.of("m2d-base")));
        Probe strict = Probe.named("strict");
        assertThrows(ConfigurationException.class, () -> new ProbeRates(strict, List.of("1")));
        assertEquals(UNKNOWN, new ProbeRates(strict, List.of()).of("any", UNKNOWN, false));
    }
}

package org.dapple.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScoreIntervalTest {
    @Test
    void intervalsAreWilsons() {
        ScoreInterval interval = ScoreInterval.ofCounts(40, 50); // Wilson (1927): (0.670, 0.888)
        assertEquals(0.8, interval.mean(), 1e-12);
        assertEquals(0.6696, interval.low(), 5e-4);
        assertEquals(0.8876, interval.high(), 5e-4);
        assertEquals(1, ScoreInterval.ofCounts(10, 10).high(), 1e-12);
    }
}

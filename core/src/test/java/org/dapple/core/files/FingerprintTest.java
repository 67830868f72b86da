package org.dapple.core.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Map;
import org.dapple.core.settings.Codec;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    @Test
    void theOrderOfKeysIsNothingAndTheirValuesAreEverything() {
        Map<String, Object> settings = Codec.keys("b", 1, "a", Codec.keys("d", 2.5, "c", "x"));
        Map<String, Object> reordered = Codec.keys("a", Codec.keys("c", "x", "d", 2.5), "b", 1);
        assertEquals(Fingerprint.of(settings), Fingerprint.of(reordered));
        assertNotEquals(
                Fingerprint.of(settings), Fingerprint.of(Codec.keys("a", Codec.keys("c", "y", "d", 2.5), "b", 1)));
    }

    /** Printed by coreutils: printf '2:ab1:c' | sha256sum. */
    @Test
    void partsAreKeptApart() {
        String fingerprint = new Fingerprint().add("ab").add("c").finish();
        assertEquals("430fb1b4ac43316eca81fab27a1930ab8eff8fef6a1dc7903dce44bbc2790dc5", fingerprint);
        assertNotEquals(fingerprint, new Fingerprint().add("a").add("bc").finish());
    }
}

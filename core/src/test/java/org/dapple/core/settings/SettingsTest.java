package org.dapple.core.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SettingsTest {
    private enum Colour {
        RED,
        GREEN
    }

    @Test
    void valuesHaveTypesAndDefaults() {
        Settings settings = new Settings(
                Map.of("rate", 0.5, "count", 3, "text", "a", "on", true, "colour", "Green", "inner", Map.of("x", 1)));
        assertEquals(0.5, settings.number("rate", 1));
        assertEquals(3, settings.integer("count", 1));
        assertEquals(7L, settings.longInteger("absent", 7));
        assertEquals("a", settings.text("text", "b"));
        assertTrue(settings.flag("on", false));
        assertEquals(Colour.GREEN, settings.choice("colour", Colour.RED));
        int inner = settings.nested("inner", section -> section.integer("x", 0));
        assertEquals(1, inner);
        settings.done();
    }

    @Test
    void mistakesAreNamed() {
        assertMessage("count must be a whole number; it is 1.5", () -> new Settings(Map.of("count", 1.5))
                .integer("count", 1));
        assertMessage("on must be true or false; it is yes", () -> new Settings(Map.of("on", "yes")).flag("on", true));
        assertMessage("colour must be one of red, green; it is blue", () -> new Settings(Map.of("colour", "blue"))
                .choice("colour", Colour.RED));
        assertMessage(
                "inner must be a section with keys of its own (inner.name=value); it is 3",
                () -> new Settings(Map.of("inner", 3)).section("inner"));
        assertMessage("inner.y is not a known key; known here: x", () -> new Settings(Map.of("inner", Map.of("y", 1)))
                .nested("inner", section -> section.integer("x", 0)));
        assertMessage("zebra is not a known key; known here: rate", () -> {
            Settings settings = new Settings(Map.of("zebra", 1));
            settings.number("rate", 1);
            settings.done();
        });
    }

    private static void assertMessage(String message, Executable action) {
        assertEquals(message, assertThrows(ConfigurationException.class, action).getMessage());
    }

    @Test
    void theNearestWordIsFound() {
        List<String> words = List.of("epochs", "max_steps", "batch_size");
        assertEquals(Optional.of("epochs"), Nearest.of("epoch", words));
        assertEquals(Optional.of("batch_size"), Nearest.of("batchsize", words));
        assertEquals(Optional.empty(), Nearest.of("zebra", words));
    }
}

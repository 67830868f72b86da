package org.dapple.core.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileNameTest {
    @Test
    void plainNamesStayAsTheyAre() {
        for (String name : List.of("esc50", "my-set", "my_set", "a.b", "run@2000", "语音", "gräte", "дом-2")) {
            assertEquals(name, FileName.of(name));
        }
    }

    @Test
    void differentNamesDifferOnFileSystemsWithoutUpperCaseToo() {
        List<String> names = List.of(
                "my set",
                "my-set",
                "my_set",
                "my  set",
                "Digits",
                "digits",
                "DIGITS",
                "语音",
                "音乐",
                "",
                "/..",
                "?",
                "..",
                "cafe\u0301",
                "caf\u00e9",
                "straße",
                "strasse",
                "nul",
                "con.x",
                "a/run",
                "b/run",
                "a-run",
                "run@2000",
                "run-2000");
        Set<String> folders = new HashSet<>();
        for (String name : names) {
            String folder = FileName.of(name);
            assertTrue(folders.add(folder.toLowerCase(Locale.ROOT)), name + " is " + folder + " too");
            assertTrue(folder.matches("[\\p{L}\\p{M}\\p{N}_][\\p{L}\\p{M}\\p{N}._@-]*"), folder);
            assertEquals(folder, FileName.of(name), "it is the same every time");
        }
        assertTrue(FileName.of("Digits").matches("digits-[0-9a-f]{8}"));
        assertTrue(FileName.of("nul").matches("nul-[0-9a-f]{8}"));
    }

    @Test
    void longNamesFitIntoAPath() {
        String first = FileName.of("音".repeat(300));
        String second = FileName.of("音".repeat(301));
        assertTrue(first.getBytes(StandardCharsets.UTF_8).length <= 255, first);
        assertTrue(!first.equals(second), "the same folder for two names");
        String pairs = FileName.of("a" + "𝄞".repeat(100) + "𐐀".repeat(100));
        assertTrue(StandardCharsets.UTF_8.newEncoder().canEncode(pairs), pairs);
    }
}

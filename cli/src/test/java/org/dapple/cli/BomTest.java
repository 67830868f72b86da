package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The BOM says the versions that this build is made and tested with, and of every library. */
class BomTest {
    private static final Path ROOT = Path.of(System.getProperty("dapple.root", ".."));
    private static final List<String> LIBRARIES =
            List.of("core", "data", "masking", "models", "train", "eval", "experiment", "contracts");

    @Test
    void versionsAreThoseOfTheBuild() throws IOException {
        Map<String, String> built = properties(ROOT.resolve("pom.xml"));
        Map<String, String> told = properties(ROOT.resolve("bom/pom.xml"));
        assertFalse(told.isEmpty());
        told.forEach((name, value) -> assertEquals(built.get(name), value, name));
    }

    @Test
    void everyLibraryIsThere() throws IOException {
        String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
        List<String> found = new ArrayList<>();
        Matcher libraries = Pattern.compile("<groupId>org.dapple</groupId><artifactId>dapple-(\\w+)</artifactId>"
                        + "<version>\\$\\{project.version}</version>")
                .matcher(bom);
        while (libraries.find()) {
            found.add(libraries.group(1));
        }
        assertEquals(LIBRARIES, found);
    }

    private static Map<String, String> properties(Path pom) throws IOException {
        Matcher section = Pattern.compile("<properties>(.*?)</properties>", Pattern.DOTALL)
                .matcher(Files.readString(pom));
        Map<String, String> properties = new LinkedHashMap<>();
        if (section.find()) {
            Matcher property = Pattern.compile("<([\\w.-]+)>([^<]*)</\\1>").matcher(section.group(1));
            while (property.find()) {
                properties.put(property.group(1), property.group(2));
            }
        }
        return properties;
    }
}

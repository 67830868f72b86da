package org.dapple.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.dapple.eval.markup.Marks;
import org.junit.jupiter.api.Test;

/** What can be told apart: by contrast on light and dark (WCAG 2.1, 1.4.3 and 1.4.11), and by symbol as well. */
class ColoursTest {

    @Test
    void textAndSymbolsStandOutOnLightAndOnDark() {
        String html = HtmlReport.render(new ReportContent("t", "s", List.of(), Map.of()));
        List<Map<String, Color>> palettes = new ArrayList<>();
        for (MatchResult root :
                Pattern.compile(":root \\{([^}]*)}").matcher(html).results().toList()) {
            Map<String, Color> palette = new HashMap<>();
            Pattern.compile("--([a-z0-9]+): (#[0-9a-f]{6})")
                    .matcher(root.group(1))
                    .results()
                    .forEach(colour -> palette.put(colour.group(1), Color.decode(colour.group(2))));
            palettes.add(palette);
        }
        assertEquals(2, palettes.size(), "light and dark");
        for (Map<String, Color> palette : palettes) {
            for (String ground : List.of("paper", "raised")) {
                assertContrast(palette, "ink", ground, 4.5);
                assertContrast(palette, "quiet", ground, 4.5);
                for (int i = 0; i < Marks.COLOURS; i++) {
                    assertContrast(palette, "c" + i, ground, 3);
                }
            }
            // Verdicts are words in these colours.
            assertContrast(palette, "c0", "paper", 4.5);
            assertContrast(palette, "c1", "paper", 4);
        }
    }

    @Test
    void fiftyFourClassesHaveMarksOfTheirOwn() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 54; i++) {
            assertTrue(seen.add(Marks.colour(i) + Marks.shape(i)), "class " + i);
            assertTrue(Marks.colour(i) != Marks.colour(i + 1), "neighbours differ in colour: " + i);
            assertTrue(!Marks.shape(i).equals(Marks.shape(i + 1)), "neighbours differ in shape: " + i);
        }
    }

    private static void assertContrast(Map<String, Color> palette, String front, String ground, double least) {
        double a = luminance(palette, front) + 0.05;
        double b = luminance(palette, ground) + 0.05;
        double contrast = Math.max(a, b) / Math.min(a, b);
        assertTrue(contrast >= least, front + " on " + ground + ": " + contrast + " in " + palette);
    }

    private static double luminance(Map<String, Color> palette, String name) {
        Color colour = palette.getOrDefault(name, Color.MAGENTA);
        return 0.2126 * linear(colour.getRed())
                + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}

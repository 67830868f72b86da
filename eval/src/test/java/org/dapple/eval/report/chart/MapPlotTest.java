package org.dapple.eval.report.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dapple.core.frontend.Waveform;
import org.dapple.data.audio.WavFile;
import org.dapple.eval.report.HtmlReport;
import org.dapple.eval.report.Page;
import org.dapple.eval.report.ReportContent;
import org.dapple.eval.report.SampleEvaluation;
import org.dapple.eval.report.chart.EmbeddingMap.Point;
import org.dapple.eval.report.chart.EmbeddingMap.Sound;
import org.dapple.eval.report.part.ReportPart;
import org.junit.jupiter.api.Test;

class MapPlotTest {
    private static final int THREE_SECONDS = 48_000;
    private static final List<Point> POINTS = List.of(
            new Point("left.wav", "cat", -2, 0, 5, 5),
            new Point("right.wav", "dog", 2, 1, 5, 15),
            new Point("top.wav", "cat", 0, 2, 7, 5));

    @Test
    void fitsBothViewsWithoutStretching() {
        Page map = Page.parse(HtmlReport.render(content(new EmbeddingMap("t", POINTS, List.of(), ""))));
        List<Page> marks = map.classed("svg", "points").get(0).elements("use").stream()
                .map(Page::new)
                .toList();
        // Four units wide and two high: the width fills 95 %, the height half of it around the middle.
        assertEquals(List.of("2.5%", "97.5%", "50%"), attributes(marks, "x"));
        assertEquals(List.of("73.75%", "50%", "26.25%"), attributes(marks, "y"));
        assertEquals(List.of("40.5% 97.5%", "40.5% 2.5%", "59.5% 97.5%"), attributes(marks, "data-tsne"));
        assertEquals(List.of("0", "1", "0"), attributes(marks, "data-class"));
        assertEquals(
                List.of("left.wav\ncat", "right.wav\ndog", "top.wav\ncat"),
                map.classed("svg", "points").get(0).texts("title"));
        assertEquals(List.of("cat 2", "dog 1"), map.texts("li"));
    }

    @Test
    void keepsSoundsAsTheyAreAndEachOnce() {
        Waveform tone = SampleEvaluation.tone(1, 800);
        EmbeddingMap one = new EmbeddingMap("t", POINTS, List.of(new Sound(1, tone)), "");
        EmbeddingMap other = new EmbeddingMap(
                "t", POINTS, List.of(new Sound(0, new Waveform(tone.samples().clone(), 16_000))), "");
        Page page = Page.parse(HtmlReport.render(content(one, other)));
        assertEquals(1, page.elements("audio").size());
        Page audio = new Page(page.elements("audio").get(0));
        String data = audio.attribute("src");
        assertTrue(data.startsWith("data:audio/wav;base64,"));
        assertArrayEquals(WavFile.bytes(tone), Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1)));
        List<Page> heard = page.classed("use", "heard").stream()
                .filter(use -> !use.attribute("data-sound").isEmpty())
                .toList();
        assertEquals(List.of(audio.attribute("id"), audio.attribute("id")), attributes(heard, "data-sound"));
        assertEquals(List.of("1", "0"), attributes(heard, "data-class"));
    }

    @Test
    void aHundredSoundsOfThreeSecondsStayBelowTwentyMegabytes() {
        List<Point> points = IntStream.range(0, EmbeddingMap.MOST_POINTS)
                .mapToObj(i -> new Point("folder/of/some/length/clip-" + i + ".wav", "class " + i % 50, i, -i, -i, i))
                .toList();
        ReportContent full = content(new EmbeddingMap("t", points, sounds(0, 100), ""));
        int bytes = HtmlReport.render(full).getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes > 12_000_000 && bytes < 20_000_000, bytes + " bytes");
    }

    @Test
    void refusesWhatWouldMakeThePageTooLarge() {
        List<Point> points =
                IntStream.range(0, 200).mapToObj(i -> POINTS.get(0)).toList();
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> new EmbeddingMap("tones", points, sounds(0, 101), ""));
        assertEquals("the sounds of 'tones' must be at most 100; there are 101", e.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Sound(0, SampleEvaluation.tone(0, THREE_SECONDS + 1)),
                "longer than three seconds");
        assertThrows(IllegalArgumentException.class, () -> new Sound(0, new Waveform(new float[9], 48_000)));
        assertEquals(
                THREE_SECONDS,
                Sound.cut(0, SampleEvaluation.tone(0, THREE_SECONDS + 1))
                        .waveform()
                        .samples()
                        .length);
        // Two maps of the same clips share their sounds; maps of different clips have a hundred together.
        EmbeddingMap first = new EmbeddingMap("a", points, sounds(0, 60), "");
        content(first, new EmbeddingMap("b", points, sounds(0, 60), ""));
        EmbeddingMap others = new EmbeddingMap("b", points, sounds(60, 60), "");
        assertThrows(IllegalArgumentException.class, () -> content(first, others));
    }

    @Test
    void refusesWhatIsNoMap() {
        Sound sound = new Sound(2, SampleEvaluation.tone(0, 10));
        assertThrows(
                IllegalArgumentException.class, () -> new EmbeddingMap("t", POINTS.subList(0, 2), List.of(sound), ""));
        assertThrows(IllegalArgumentException.class, () -> new EmbeddingMap("t", POINTS, List.of(sound, sound), ""));
        assertThrows(IllegalArgumentException.class, () -> new Point("c", "l", 0, 0, Double.NaN, 0));
    }

    @Test
    void drawsPointsThatLieTogetherAndNone() {
        Page same = Page.parse(HtmlReport.render(
                content(new EmbeddingMap("t", List.of(POINTS.get(0), POINTS.get(0)), List.of(), ""))));
        assertEquals("50%", same.classed("use", "m0").get(0).attribute("x"));
        Page.parse(HtmlReport.render(content(new EmbeddingMap("t", List.of(), List.of(), ""))));
    }

    private static List<Sound> sounds(int first, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Sound(i, SampleEvaluation.tone(first + i, THREE_SECONDS)))
                .toList();
    }

    private static List<String> attributes(List<Page> elements, String name) {
        return elements.stream().map(element -> element.attribute(name)).toList();
    }

    private static ReportContent content(ReportPart... parts) {
        return new ReportContent("t", "s", List.of(parts), Map.of());
    }
}

package org.dapple.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in a real browser, where there is one. */
class BrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    /** Moves a pointer over the chart, three tenths from its left. */
    private static final String POINT = """
            <script>
            const plot = document.querySelector('.plot');
            const box = plot.getBoundingClientRect();
            plot.dispatchEvent(new PointerEvent('pointermove', {clientX: box.left + 0.3 * box.width, clientY: box.top}));
            </script></body>
            """;

    /** Switches the view of the map, shows one class alone, and clicks on the first point that can be heard. */
    private static final String LISTEN = """
            <script>
            const map = document.querySelector('.map');
            const seen = document.body.dataset;
            const use = map.querySelector('.points .heard');
            seen.before = use.getAttribute('x') + ' ' + use.getAttribute('y');
            map.querySelector('[data-view=tsne]').click();
            seen.after = use.getAttribute('x') + ' ' + use.getAttribute('y');
            seen.tsne = use.dataset.tsne;
            seen.notes = Array.from(map.querySelectorAll('p[data-view]'), note => note.hidden).join(' ');
            const button = map.querySelector(`.classes [data-class="${use.dataset.class}"]`);
            button.click();
            seen.alone = map.querySelectorAll('.points use:not(.faint)').length + ' ' + button.getAttribute('aria-pressed');
            button.click();
            seen.together = map.querySelectorAll('.points .faint').length;
            document.getElementById(use.dataset.sound).addEventListener('playing', event => {
              seen.playing = event.target.duration + ' ' + map.classList.contains('playing');
            });
            const box = use.getBoundingClientRect();
            use.dispatchEvent(new MouseEvent('click', {
              bubbles: true, clientX: box.left + box.width / 2, clientY: box.top + box.height / 2}));
            seen.tip = map.querySelector('.tip').textContent;
            seen.fetched = performance.getEntriesByType('resource').map(entry => entry.name).join(' ');
            </script></body>
            """;

    /** Goes to the first point that can be heard and on from there, by keys alone. */
    private static final String KEYS = """
            <script>
            const map = document.querySelector('.map');
            const seen = document.body.dataset;
            const press = (target, key) => target.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
            const stops = () => map.querySelectorAll('.points [tabindex="0"]');
            seen.stops = stops().length;
            const use = map.querySelector('.points .heard');
            use.dispatchEvent(new FocusEvent('focus'));
            seen.role = use.getAttribute('role') + ' ' + use.getAttribute('aria-label');
            document.getElementById(use.dataset.sound).addEventListener('playing', () => { seen.playing = 'yes'; });
            press(use, 'Enter');
            seen.tip = map.querySelector('.tip').textContent;
            HTMLElement.prototype.focus = SVGElement.prototype.focus = function () {
              seen.next = this.getAttribute('x');
              this.dispatchEvent(new FocusEvent('focus'));
            };
            press(use, 'ArrowRight');
            seen.start = use.getAttribute('x');
            seen.moved = stops().length + ' ' + (stops()[0] === use);
            </script></body>
            """;

    private static final String COLOURS = """
            <script>
            const style = getComputedStyle(document.body);
            document.body.dataset.colours = style.backgroundColor + ' ' + style.color;
            document.body.dataset.mark = getComputedStyle(document.querySelector('.points use')).fill;
            </script></body>
            """;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void needsABrowser() {
        assumeTrue(Files.isExecutable(CHROMIUM), "skipped: no Chromium at " + CHROMIUM);
    }

    @Test
    void theScriptShowsTheValueUnderThePointer() throws IOException, InterruptedException {
        String dom = load(HtmlReport.render(SampleReport.content()).replace("</body>", POINT));
        assertTrue(dom.contains("class=\"plot pointed\""), "the chart has seen the pointer");
        assertTrue(dom.contains("at step 151"), "the tip names the step");
        assertEquals("", consoleLines());
    }

    @Test
    void theMapSwitchesHighlightsAndPlays() throws IOException, InterruptedException {
        String dom = load(HtmlReport.render(SampleEvaluation.content()).replace("</body>", LISTEN));
        assertEquals(seen(dom, "tsne"), seen(dom, "after"));
        assertNotEquals(seen(dom, "before"), seen(dom, "after"));
        assertEquals("true false", seen(dom, "notes"));
        assertEquals("24 true", seen(dom, "alone"));
        assertEquals("0", seen(dom, "together"));
        assertEquals("3 true", seen(dom, "playing"));
        assertTrue(seen(dom, "tip").endsWith(".wav\ndog\n♪"), seen(dom, "tip"));
        assertEquals("", seen(dom, "fetched"));
        assertEquals("", consoleLines());
    }

    @Test
    void theMapObeysTheKeyboard() throws IOException, InterruptedException {
        String dom = load(HtmlReport.render(SampleEvaluation.content()).replace("</body>", KEYS));
        assertEquals("1", seen(dom, "stops"), "one stop of the tabulator for the whole map");
        assertEquals("button audio/fold1/5-200000-A-0.wav, dog", seen(dom, "role"));
        assertEquals("yes", seen(dom, "playing"));
        assertEquals("audio/fold1/5-200000-A-0.wav\ndog\n♪", seen(dom, "tip"));
        assertEquals("1 false", seen(dom, "moved"));
        assertTrue(percent(seen(dom, "next")) > percent(seen(dom, "start")), "right of it");
        assertEquals("", consoleLines());
    }

    @Test
    void isLightOrDarkAsTheReaderLikes() throws IOException, InterruptedException {
        ReportContent map = new ReportContent("t", "s", List.of(SampleEvaluation.map(20, 0)), Map.of());
        String html = HtmlReport.render(map).replace("</body>", COLOURS);
        String light = load(html);
        assertEquals("rgb(255, 255, 255) rgb(27, 29, 34)", seen(light, "colours"));
        String dark = load(html, "--force-dark-mode");
        assertEquals("rgb(20, 22, 26) rgb(230, 232, 236)", seen(dark, "colours"));
        assertNotEquals(seen(light, "mark"), seen(dark, "mark"));
    }

    @Test
    void wouldReportAConsoleError() throws IOException, InterruptedException {
        load(HtmlReport.render(SampleReport.content()).replace("</body>", "<img src=\"other.png\"/></body>"));
        assertTrue(consoleLines().contains("Content Security Policy"), "the page may fetch no file: " + consoleLines());
    }

    /** The document after its scripts have run. */
    private String load(String html, String... options) throws IOException, InterruptedException {
        Path page = Files.writeString(folder.resolve("report.html"), html);
        Path dom = folder.resolve("dom.html");
        List<String> command = new ArrayList<>(List.of(
                CHROMIUM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile"),
                // No hand clicks here; and time runs on, until what was begun is done.
                "--autoplay-policy=no-user-gesture-required",
                "--virtual-time-budget=5000"));
        command.addAll(List.of(options));
        command.addAll(List.of("--dump-dom", page.toUri().toString()));
        Process browser = new ProcessBuilder(command)
                .redirectOutput(dom.toFile())
                .redirectError(folder.resolve("log").toFile())
                .start();
        try {
            assertTrue(browser.waitFor(60, TimeUnit.SECONDS), "the browser ends");
        } finally {
            browser.destroyForcibly();
        }
        return Files.readString(dom);
    }

    /** What the script noted on the body under a name. */
    private static String seen(String dom, String name) {
        Matcher matcher = Pattern.compile("<body[^>]*? data-" + name + "=\"([^\"]*)\"", Pattern.DOTALL)
                .matcher(dom);
        return matcher.find() ? matcher.group(1) : "nothing";
    }

    private static double percent(String coordinate) {
        return Double.parseDouble(coordinate.replace("%", ""));
    }

    private String consoleLines() throws IOException {
        return String.join(
                "\n",
                Files.readAllLines(folder.resolve("log")).stream()
                        .filter(line -> line.contains("CONSOLE"))
                        .toList());
    }
}

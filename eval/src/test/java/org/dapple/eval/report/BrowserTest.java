package org.dapple.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    void wouldReportAConsoleError() throws IOException, InterruptedException {
        load(HtmlReport.render(SampleReport.content()).replace("</body>", "<img src=\"other.png\"/></body>"));
        assertTrue(consoleLines().contains("Content Security Policy"), "the page may fetch no file: " + consoleLines());
    }

    /** The document after its scripts have run. */
    private String load(String html) throws IOException, InterruptedException {
        Path page = Files.writeString(folder.resolve("report.html"), html);
        Path dom = folder.resolve("dom.html");
        List<String> command = List.of(
                CHROMIUM.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                page.toUri().toString());
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

    private String consoleLines() throws IOException {
        return String.join(
                "\n",
                Files.readAllLines(folder.resolve("log")).stream()
                        .filter(line -> line.contains("CONSOLE"))
                        .toList());
    }
}

package org.dapple.eval.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.dapple.data.audio.WavFile;
import org.dapple.eval.markup.Marks;
import org.dapple.eval.markup.Markup;

/**
 * Writes a report as one HTML page without any other file and without network access. It follows the reader's light or
 * dark mode, and fits paper and narrow screens. The page is well-formed XML and depends on its content only.
 */
public final class HtmlReport {
    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js") + resource("map.js");

    /** With this policy a browser loads nothing, whatever the content says. */
    private static final String POLICY =
            "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'; script-src"
                    + " 'unsafe-inline'";

    private record Part(String title, Consumer<Markup> body) {}

    private HtmlReport() {}

    /**
     * Writes a report.
     *
     * @param content the report; all of its text is escaped
     * @return the page, to be saved as UTF-8
     */
    public static String render(ReportContent content) {
        List<Part> parts = parts(content);
        Markup page = new Markup();
        page.open("html", "lang", "en").open("head").newLine();
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.empty("meta", "name", "color-scheme", "content", "light dark");
        page.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        page.leaf("title", content.title())
                .empty("link", "rel", "icon", "href", "data:,")
                .newLine();
        page.verbatim("style", STYLE).close().newLine().open("body");
        Marks.define(page);
        page.open("main").newLine();
        page.open("header").leaf("h1", content.title()).leaf("p", content.summary(), "class", "summary");
        if (parts.size() > 1) {
            page.open("nav", "aria-label", "Contents");
            for (int i = 0; i < parts.size(); i++) {
                page.leaf("a", parts.get(i).title(), "href", "#part-" + i).newLine();
            }
            page.close();
        }
        page.close().newLine();
        for (int i = 0; i < parts.size(); i++) {
            page.open("section", "id", "part-" + i)
                    .leaf("h2", parts.get(i).title())
                    .newLine();
            parts.get(i).body().accept(page);
            page.close().newLine();
        }
        page.close();
        content.sounds().forEach((id, waveform) -> {
            String data = "data:audio/wav;base64," + Base64.getEncoder().encodeToString(WavFile.bytes(waveform));
            page.leaf("audio", "", "id", id, "preload", "none", "src", data).newLine();
        });
        return page.verbatim("script", SCRIPT).close().close().end();
    }

    private static List<Part> parts(ReportContent content) {
        List<Part> parts = new ArrayList<>();
        content.parts().forEach(part -> parts.add(new Part(part.title(), part::html)));
        if (!content.facts().isEmpty()) {
            parts.add(new Part("Provenance", page -> facts(page, content.facts())));
        }
        return parts;
    }

    private static void facts(Markup page, Map<String, String> facts) {
        page.open("dl", "class", "facts");
        facts.forEach((name, value) ->
                page.open("div").leaf("dt", name).leaf("dd", value).close().newLine());
        page.close();
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource " + name + " cannot be read", e);
        }
    }
}

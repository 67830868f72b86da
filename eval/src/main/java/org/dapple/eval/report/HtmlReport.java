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
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Writes a report as one self-contained HTML page: no network, no other file, light or dark as the reader's system is,
 * made for paper and narrow screens too. The page is well-formed XML and a pure function of its content.
 */
public final class HtmlReport {
    private static final String STYLE = resource("report.css");
    private static final String SCRIPT = resource("report.js");

    /** A browser that reads this fetches nothing, whatever the content says. */
    private static final String POLICY =
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    private static final Pattern NUMBER = Pattern.compile("[-+−±]?[0-9][0-9.,\u202f ±–%-]*");

    private record Part(String title, Consumer<Markup> body) {}

    private HtmlReport() {}

    /**
     * Renders a report.
     *
     * @param content what to show; all of its text is escaped
     * @return the page, to be stored as UTF-8
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
        page.verbatim("style", STYLE)
                .close()
                .newLine()
                .open("body")
                .open("main")
                .newLine();
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
        return page.close().verbatim("script", SCRIPT).close().close().end();
    }

    private static List<Part> parts(ReportContent content) {
        List<Part> parts = new ArrayList<>();
        if (!content.scores().isEmpty()) {
            parts.add(new Part("Scores", page -> ScoreTable.write(page, content.scores())));
        }
        if (!content.curves().isEmpty()) {
            parts.add(new Part("Training", page -> CurveChart.write(page, content.curves())));
        }
        if (!content.pictures().isEmpty()) {
            parts.add(new Part("Pictures", page -> content.pictures().forEach(picture -> picture(page, picture))));
        }
        content.confusions().forEach(one -> parts.add(new Part(one.title(), page -> ConfusionTable.write(page, one))));
        content.tables().forEach(one -> parts.add(new Part(one.title(), page -> table(page, one))));
        if (!content.facts().isEmpty()) {
            parts.add(new Part("Provenance", page -> facts(page, content.facts())));
        }
        return parts;
    }

    /** A picture fits the page; the hidden check box shows it at full size, also from the keyboard. */
    private static void picture(Markup page, Picture picture) {
        String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(picture.png());
        page.open("figure", "class", "picture").open("label", "class", "scroll", "title", "Full size");
        page.empty("input", "type", "checkbox", "aria-label", "Full size");
        page.empty("img", "src", data, "alt", picture.caption()).close();
        page.leaf("figcaption", picture.caption()).close().newLine();
    }

    private static void table(Markup page, TextTable table) {
        List<String> kinds = IntStream.range(0, table.header().size())
                .mapToObj(column -> table.rows().stream()
                                .allMatch(row -> NUMBER.matcher(row.get(column)).matches())
                        ? "number"
                        : "words")
                .toList();
        page.open("div", "class", "scroll", "tabindex", "0").open("table", "class", "plain");
        page.open("thead").open("tr");
        for (int column = 0; column < kinds.size(); column++) {
            page.leaf("th", table.header().get(column), "scope", "col", "class", kinds.get(column));
        }
        page.close().close().open("tbody").newLine();
        for (List<String> row : table.rows()) {
            page.open("tr");
            for (int column = 0; column < kinds.size(); column++) {
                page.leaf("td", row.get(column), "class", kinds.get(column));
            }
            page.close().newLine();
        }
        page.close().close().close();
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

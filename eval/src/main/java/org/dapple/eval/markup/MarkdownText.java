package org.dapple.eval.markup;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** Writes Markdown (CommonMark with GitHub's tables); every text is escaped, so that it stays text. */
public final class MarkdownText {
    private static final String SPECIAL = "\\`*_[]|~#$";

    private static final Pattern MARKER = Pattern.compile("^(\\d*)([-+=.)])(?=\\2| |$)");

    private final StringBuilder out = new StringBuilder();

    public MarkdownText heading(int level, String text) {
        out.append("#".repeat(level)).append(' ').append(line(text)).append("\n\n");
        return this;
    }

    /** Leaves out an empty one. */
    public MarkdownText paragraph(String text) {
        if (!text.isBlank()) {
            out.append(line(text)).append("\n\n");
        }
        return this;
    }

    /** A line of a list, which {@link #end} ends. */
    public MarkdownText item(String text) {
        out.append("- ").append(line(text)).append('\n');
        return this;
    }

    public MarkdownText end() {
        out.append('\n');
        return this;
    }

    public MarkdownText table(List<String> header, List<List<String>> rows) {
        return table(header, rows, (row, column) -> false);
    }

    /** A table in which some cells are bold. */
    public MarkdownText table(List<String> header, List<List<String>> rows, BiPredicate<Integer, Integer> bold) {
        row(header, column -> false);
        out.append("|").append(" --- |".repeat(header.size())).append('\n');
        for (int i = 0; i < rows.size(); i++) {
            int row = i;
            row(rows.get(i), column -> bold.test(row, column));
        }
        return end();
    }

    private void row(List<String> cells, IntPredicate bold) {
        out.append('|');
        for (int column = 0; column < cells.size(); column++) {
            String mark = bold.test(column) ? "**" : "";
            out.append(' ')
                    .append(mark)
                    .append(line(cells.get(column)))
                    .append(mark)
                    .append(" |");
        }
        out.append('\n');
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /** One line of literal text. */
    private static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.strip().codePoints().forEach(character -> {
            switch (character) {
                case '<' -> line.append("&lt;");
                case '>' -> line.append("&gt;");
                case '&' -> line.append("&amp;");
                case '\n', '\r', '\t' -> line.append(' ');
                default -> {
                    if (SPECIAL.indexOf(character) >= 0) {
                        line.append('\\');
                    }
                    line.appendCodePoint(Markup.writable(character) ? character : 0xFFFD);
                }
            }
        });
        // What would be a list, a rule or a heading at the start of a line.
        return MARKER.matcher(line).replaceFirst("$1\\\\$2");
    }
}

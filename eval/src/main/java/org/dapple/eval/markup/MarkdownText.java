package org.dapple.eval.markup;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** Writes Markdown (CommonMark with GitHub's tables). All text is escaped, so that it stays text. */
public final class MarkdownText {
    private static final String SPECIAL = "\\`*_[]|~#$";

    private static final Pattern MARKER = Pattern.compile("^(\\d*)([-+=.)])(?=\\2| |$)");

    private final StringBuilder out = new StringBuilder();

    /**
     * Writes a heading.
     *
     * @param level 1 for the title
     * @param text plain text
     * @return this
     */
    public MarkdownText heading(int level, String text) {
        out.append("#".repeat(level)).append(' ').append(line(text)).append("\n\n");
        return this;
    }

    /**
     * Writes a paragraph, unless it is blank.
     *
     * @param text plain text
     * @return this
     */
    public MarkdownText paragraph(String text) {
        if (!text.isBlank()) {
            out.append(line(text)).append("\n\n");
        }
        return this;
    }

    /**
     * Writes an item of a list; {@link #end} ends the list.
     *
     * @param text plain text
     * @return this
     */
    public MarkdownText item(String text) {
        out.append("- ").append(line(text)).append('\n');
        return this;
    }

    /**
     * Ends a list.
     *
     * @return this
     */
    public MarkdownText end() {
        out.append('\n');
        return this;
    }

    /**
     * Writes a table.
     *
     * @param header a name for each column
     * @param rows as many cells each as the header
     * @return this
     */
    public MarkdownText table(List<String> header, List<List<String>> rows) {
        return table(header, rows, (row, column) -> false);
    }

    /**
     * Writes a table in which some cells are bold.
     *
     * @param header a name for each column
     * @param rows as many cells each as the header
     * @param bold whether the cell in a row and a column is bold, both from 0
     * @return this
     */
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

    /** {@return the text escaped, on one line} */
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

package org.dapple.eval.markup;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes well-formed markup that is both HTML and XML: every text and attribute is escaped, every element closed. */
public final class Markup {
    private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element; attributes are name, value, name, value. */
    public Markup open(String element, String... attributes) {
        tag(element, attributes);
        out.append('>');
        open.push(element);
        return this;
    }

    /** Closes the innermost open element. */
    public Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element that holds text only. */
    public Markup leaf(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** An element that cannot hold anything: meta, img, input, or a shape of a drawing. */
    public Markup empty(String element, String... attributes) {
        tag(element, attributes);
        out.append("/>");
        return this;
    }

    public Markup text(String text) {
        escape(text);
        return this;
    }

    /** A paragraph below a part; an empty one is left out. */
    public Markup note(String text) {
        return text.isBlank() ? this : leaf("p", text, "class", "note").newLine();
    }

    /** A line break between blocks, for whoever reads the source. */
    public Markup newLine() {
        out.append('\n');
        return this;
    }

    /** Own style or script, which HTML does not unescape; free of {@code <} and {@code &} so that it stays XML. */
    public Markup verbatim(String element, String resource) {
        if (resource.indexOf('<') >= 0 || resource.indexOf('&') >= 0) {
            throw new IllegalStateException("the " + element + " resource must do without < and &");
        }
        tag(element);
        out.append('>').append(resource).append("</").append(element).append(">\n");
        return this;
    }

    /** The document; nothing may be open. */
    public String end() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return out.append('\n').toString();
    }

    private void tag(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
    }

    private void escape(String text) {
        text.codePoints().forEach(this::escape);
    }

    private void escape(int character) {
        switch (character) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.appendCodePoint(writable(character) ? character : 0xFFFD);
        }
    }

    /** Neither HTML nor XML has a way to write control characters, half surrogates and non-characters. */
    static boolean writable(int character) {
        boolean control = character < ' ' && character != '\n' && character != '\t';
        boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return !control && !surrogate && (character < 0x7F || character > 0x9F) && (character & 0xFFFE) != 0xFFFE;
    }
}

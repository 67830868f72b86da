package org.dapple.eval.markup;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes markup that is valid as HTML and as XML: all text and attributes are escaped, all elements closed. */
public final class Markup {
    private final StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Opens an element.
     *
     * @param element its name
     * @param attributes name, value, name, value
     * @return this
     */
    public Markup open(String element, String... attributes) {
        tag(element, attributes);
        out.append('>');
        open.push(element);
        return this;
    }

    /**
     * Closes the innermost open element.
     *
     * @return this
     */
    public Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /**
     * Writes an element that holds text only.
     *
     * @param element its name
     * @param text plain text
     * @param attributes name, value, name, value
     * @return this
     */
    public Markup leaf(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /**
     * Writes an element without content: meta, img, input, or a shape of a drawing.
     *
     * @param element its name
     * @param attributes name, value, name, value
     * @return this
     */
    public Markup empty(String element, String... attributes) {
        tag(element, attributes);
        out.append("/>");
        return this;
    }

    /**
     * Writes text.
     *
     * @param text plain text
     * @return this
     */
    public Markup text(String text) {
        escape(text);
        return this;
    }

    /**
     * Writes a paragraph below a part, unless it is blank.
     *
     * @param text plain text
     * @return this
     */
    public Markup note(String text) {
        return text.isBlank() ? this : leaf("p", text, "class", "note").newLine();
    }

    /**
     * Breaks the line between blocks, for readers of the source.
     *
     * @return this
     */
    public Markup newLine() {
        out.append('\n');
        return this;
    }

    /**
     * Writes a style or script of this toolkit, which HTML does not unescape.
     *
     * @param element {@code style} or {@code script}
     * @param resource its text, without {@code <} and {@code &}, so that the page stays XML
     * @return this
     */
    public Markup verbatim(String element, String resource) {
        if (resource.indexOf('<') >= 0 || resource.indexOf('&') >= 0) {
            throw new IllegalStateException("the " + element + " resource must not contain < or &");
        }
        tag(element);
        out.append('>').append(resource).append("</").append(element).append(">\n");
        return this;
    }

    /**
     * Ends the document.
     *
     * @return the document; no element may be open
     */
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

    /**
     * {@return whether HTML and XML can write a character; they cannot write control characters, half surrogates and
     * non-characters}
     */
    static boolean writable(int character) {
        boolean control = character < ' ' && character != '\n' && character != '\t';
        boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return !control && !surrogate && (character < 0x7F || character > 0x9F) && (character & 0xFFFE) != 0xFFFE;
    }
}

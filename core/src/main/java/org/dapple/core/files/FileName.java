package org.dapple.core.files;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Turns names into parts of paths. Different names give different file names, also on file systems that ignore case: a
 * name that is not a valid file name gets a suffix of its hash.
 */
public final class FileName {
    /** In characters. A part of a path has at most 255 bytes, a character up to three. */
    private static final int LONGEST = 60;

    private static final int HASH_DIGITS = 8;
    private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}._@-]+");
    private static final Pattern EDGES = Pattern.compile("^[.@-]+|[.@-]+$");
    /** Device names on Windows. */
    private static final Pattern RESERVED = Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");

    private FileName() {}

    /**
     * A name as part of a path.
     *
     * @param name of a task, an encoder or a fold
     * @return lower-case letters of any script, digits, and {@code . _ @ -}
     */
    public static String of(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        plain = EDGES.matcher(OTHERS.matcher(plain).replaceAll("-")).replaceAll("");
        if (plain.length() > LONGEST) {
            int end = Character.isHighSurrogate(plain.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
            plain = plain.substring(0, end);
        }
        if (plain.equals(name) && !name.isEmpty() && !RESERVED.matcher(plain).matches()) {
            return plain;
        }
        String hash = new Fingerprint().add(name).finish().substring(0, HASH_DIGITS);
        return (plain.isEmpty() ? "unnamed" : plain) + "-" + hash;
    }
}

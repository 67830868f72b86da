package org.dapple.models.weights;

/** Makes names from files safe for one-line errors. */
final class Words {
    private static final int LONGEST = 80;

    private Words() {}

    /** The name without control characters, truncated if it is long. */
    static String of(String name) {
        String start = name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}

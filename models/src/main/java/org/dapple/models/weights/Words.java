package org.dapple.models.weights;

/** Names from files, made fit for an error of one line. */
final class Words {
    private static final int LONGEST = 80;

    private Words() {}

    /** The name without control characters, cut if it is long. */
    static String of(String name) {
        String start = name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}

package org.dapple.data.downstream;

import java.nio.file.Path;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.SplitName;

/** A line of a list, for errors. */
record Line(Path file, long number) {

    /** The refusal of a value in the line. */
    ConfigurationException refused(String rule, String value) {
        return new ConfigurationException("data", rule + "; line " + number + " of " + file + " says " + value);
    }

    /** Dapple's name of one of the three splits. */
    String split(String word) {
        String split = SplitName.of(word);
        if (!SplitName.isUsual(split)) {
            throw refused("must split clips into train, valid and test", word);
        }
        return split;
    }
}

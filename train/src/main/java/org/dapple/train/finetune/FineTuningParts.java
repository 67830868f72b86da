package org.dapple.train.finetune;

import java.util.List;
import org.dapple.core.settings.ConfigurationException;

/**
 * One division of clips: the clips to train on, those that decide which epoch is kept, and those that are scored at the
 * end.
 *
 * @param name for messages, for example the fold that is held out
 * @param train positions in the list of clips, at least 2
 * @param selection positions in the list of clips, at least 1
 * @param test positions in the list of clips, at least 1
 */
public record FineTuningParts(String name, List<Integer> train, List<Integer> selection, List<Integer> test) {
    /** Checks that every part has clips and copies the lists. */
    public FineTuningParts {
        train = List.copyOf(train);
        selection = List.copyOf(selection);
        test = List.copyOf(test);
        if (train.size() < 2 || selection.isEmpty() || test.isEmpty()) {
            throw new ConfigurationException(
                    "data",
                    "must leave at least two clips to train on and one each to choose the epoch by and to test on; "
                            + name + " has " + train.size() + ", " + selection.size() + " and " + test.size());
        }
    }
}

package org.dapple.data.downstream;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A data set that encoders are tested on, in the folder layout of its publisher. Dapple downloads nothing and changes
 * nothing in the folder.
 *
 * <p>Split lists that are not part of a set are looked for, by their published name, in the set's folder and in the one
 * above it; in each of both directly, in {@code metadata}, in {@code evar/metadata} and in {@code evar/predefined}.
 */
public interface DownstreamSet {

    /** {@return what is known of it before it is read} */
    DownstreamInfo info();

    /** {@return EVAR's code for it} */
    default String name() {
        return info().name();
    }

    /**
     * Lists the clips that are there. No sound is read. An incomplete set is listed as far as it goes, and
     * {@link DownstreamClips#problems} says what is missing.
     *
     * @param path the set's folder, or the folder in which it was unpacked
     * @return the clips, at least one, with label, split or fold, and source where it is known
     * @throws org.dapple.core.settings.ConfigurationException with the key {@code data} if nothing of the set is there,
     *     if a list that splits it is missing, or if a list contradicts the set's rules or names a file outside its
     *     folder
     * @throws IOException if a list cannot be read
     */
    DownstreamClips read(Path path) throws IOException;
}

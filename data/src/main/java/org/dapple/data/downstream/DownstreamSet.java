package org.dapple.data.downstream;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A data set for testing encoders, in the folder layout of its publisher. Dapple downloads nothing and does not change
 * the folder.
 *
 * <p>Split lists that are not part of a set are searched by their published name in the set's folder and its parent: in
 * either folder itself, in {@code metadata}, in {@code evar/metadata} and in {@code evar/predefined}.
 */
public interface DownstreamSet {

    /** {@return the published properties of the set} */
    DownstreamInfo info();

    /** {@return EVAR's code for it} */
    default String name() {
        return info().name();
    }

    /**
     * Lists the existing clips without reading sound. Of an incomplete set, the existing part is listed, and
     * {@link DownstreamClips#problems} names the missing files.
     *
     * @param path the set's folder, or the folder in which it was unpacked
     * @return the clips, at least one, with label, split or fold, and source if known
     * @throws org.dapple.core.settings.ConfigurationException with the key {@code data} if no file of the set exists,
     *     if its split list is missing, or if a list breaks the set's rules or names a file outside its folder
     * @throws IOException if a list cannot be read
     */
    DownstreamClips read(Path path) throws IOException;
}

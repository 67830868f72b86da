package org.dapple.experiment.report;

import java.nio.file.Path;

/** What pictures call a sound file. */
final class ClipNames {
    private ClipNames() {}

    /** Its name and its folder's, because classes are often folders of files with the same names. */
    static String brief(Path sound) {
        int names = sound.getNameCount();
        return sound.subpath(Math.max(0, names - 2), names).toString().replace('\\', '/');
    }
}

package org.dapple.experiment.report;

import java.nio.file.Path;

/** Short names of sound files, for pictures. */
final class ClipNames {
    private ClipNames() {}

    /** The file's name with its folder, because folders often hold files with the same names. */
    static String brief(Path sound) {
        int names = sound.getNameCount();
        return sound.subpath(Math.max(0, names - 2), names).toString().replace('\\', '/');
    }
}

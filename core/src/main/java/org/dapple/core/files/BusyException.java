package org.dapple.core.files;

import java.io.IOException;
import java.nio.file.Path;

/** A folder or file is in use by another process, or by another part of this one; nothing was done there. */
public final class BusyException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Names the place and its user.
     *
     * @param place a folder or a file
     * @param holder for example {@code process 123 (Dapple pretrain --out runs/first)}
     */
    BusyException(Path place, String holder) {
        super(place + " is in use by " + holder + ": wait until it ends, or stop it");
    }
}

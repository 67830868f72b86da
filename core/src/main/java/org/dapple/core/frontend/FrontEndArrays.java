package org.dapple.core.frontend;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The constants of a front end. They are made once for a device and last as long as the process: for a short clip, to
 * make them anew takes a tenth of what everything else takes. Several threads read them; they are not to be changed or
 * closed.
 *
 * @param window float64 [W]
 * @param filters float32 [bins, bands]
 */
record FrontEndArrays(NDArray window, NDArray filters) {
    private static final Map<Use, FrontEndArrays> MADE = new ConcurrentHashMap<>();

    private record Use(FrontEnd frontEnd, Device device) {}

    /** The constants of a front end for the device of an array, which are made on the manager that is given. */
    static FrontEndArrays of(FrontEnd frontEnd, NDArray like, Function<NDManager, FrontEndArrays> make) {
        return MADE.computeIfAbsent(
                new Use(frontEnd, like.getDevice()),
                use -> make.apply(like.getManager().getEngine().newBaseManager(use.device)));
    }
}

package org.dapple.core.frontend;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The constants of a front end, created once per device and kept until the process ends: creating them anew would add a
 * tenth to the time of a short clip. Several threads read them; never change or close them.
 *
 * @param window float64 [W]
 * @param filters float32 [bins, bands]
 */
record FrontEndArrays(NDArray window, NDArray filters) {
    private static final Map<Use, FrontEndArrays> MADE = new ConcurrentHashMap<>();

    private record Use(FrontEnd frontEnd, Device device) {}

    /** The constants for the device of an array; {@code make} creates them on the given manager. */
    static FrontEndArrays of(FrontEnd frontEnd, NDArray like, Function<NDManager, FrontEndArrays> make) {
        return MADE.computeIfAbsent(
                new Use(frontEnd, like.getDevice()),
                use -> make.apply(like.getManager().getEngine().newBaseManager(use.device)));
    }
}

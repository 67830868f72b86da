package org.dapple.models.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dapple.models.weights.Pickled.Global;
import org.dapple.models.weights.Pickled.Inert;
import org.dapple.models.weights.Pickled.Storage;
import org.dapple.models.weights.Pickled.Tensor;

/**
 * The few Python names that a checkpoint may use, and the meaning of calling them. All others are refused: a name in a
 * pickle is a function that the reader is asked to run.
 */
final class Rebuilding {
    private static final String REBUILD_TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final String REBUILD_PARAMETER = "torch._utils._rebuild_parameter";
    private static final String ORDERED = "collections.OrderedDict";
    private static final String STORAGE = "Storage";
    private static final String TORCH = "torch.";

    private static final Set<String> STORAGES = Set.of(
            "torch.DoubleStorage",
            "torch.FloatStorage",
            "torch.HalfStorage",
            "torch.BFloat16Storage",
            "torch.LongStorage",
            "torch.IntStorage",
            "torch.ShortStorage",
            "torch.CharStorage",
            "torch.ByteStorage",
            "torch.BoolStorage");

    /** Read as {@link Inert}, because programs store their settings with the weights. */
    private static final Set<String> IGNORED = Set.of(
            "argparse.Namespace",
            "pathlib.PosixPath",
            "pathlib.WindowsPath",
            "pathlib.PurePosixPath",
            "torch.Size",
            "torch.device",
            "numpy.dtype",
            "numpy.core.multiarray.scalar",
            "numpy._core.multiarray.scalar",
            "_codecs.encode",
            "__builtin__.set",
            "builtins.set");

    private Rebuilding() {}

    /** Returns a name if it is allowed. */
    static Global global(String name) throws IOException {
        if (STORAGES.contains(name)
                || IGNORED.contains(name)
                || Set.of(REBUILD_TENSOR, REBUILD_PARAMETER, ORDERED).contains(name)) {
            return new Global(name);
        }
        throw new IOException(Words.of(name) + " is not allowed in weights: only tensors and plain data are read");
    }

    /** The result of calling a name. */
    static Object call(Object callee, Object arguments) throws IOException {
        if (callee instanceof Inert) {
            return Inert.INERT;
        }
        if (callee instanceof Global global && arguments instanceof List<?> list) {
            if (IGNORED.contains(global.name())) {
                return Inert.INERT;
            }
            if (global.name().equals(ORDERED) && list.isEmpty()) {
                return new LinkedHashMap<Object, Object>();
            }
            if (global.name().equals(REBUILD_PARAMETER) && !list.isEmpty() && list.get(0) instanceof Tensor tensor) {
                return tensor;
            }
            if (global.name().equals(REBUILD_TENSOR)
                    && list.size() >= 4
                    && list.get(0) instanceof Storage storage
                    && list.get(1) instanceof Long offset
                    && list.get(2) instanceof List<?> shape
                    && list.get(3) instanceof List<?> strides
                    && strides.size() == shape.size()) {
                return new Tensor(storage, offset, numbers(shape), numbers(strides));
            }
        }
        throw new IOException("its pickle calls "
                + (callee instanceof Global global ? global.name() : "something")
                + " in a way that weights never need");
    }

    /** Sets attributes of an object; those of containers have no weights and are ignored. */
    static void build(Object target, Object state) throws IOException {
        boolean container = target instanceof Inert || target instanceof Map;
        if (!container || !(state instanceof Map || state instanceof List || state instanceof Inert)) {
            throw new IOException("its pickle sets attributes of an object that has none");
        }
    }

    /** The storage of a persistent id. */
    static Storage storage(Object id) throws IOException {
        if (id instanceof List<?> list
                && list.size() >= 5
                && "storage".equals(list.get(0))
                && list.get(1) instanceof Global global
                && STORAGES.contains(global.name())
                && list.get(2) instanceof String key
                && list.get(4) instanceof Long count
                && count >= 0) {
            return new Storage(global.name().substring(TORCH.length()), key, count);
        }
        throw new IOException("its pickle refers to something that is not a " + STORAGE);
    }

    private static List<Long> numbers(List<?> list) throws IOException {
        List<Long> numbers = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!(element instanceof Long number)) {
                throw new IOException("its pickle has a shape that is not a tuple of integers");
            }
            numbers.add(number);
        }
        return numbers;
    }
}

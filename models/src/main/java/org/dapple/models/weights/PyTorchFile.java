package org.dapple.models.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.dapple.models.weights.Pickled.Storage;
import org.dapple.models.weights.Pickled.Tensor;

/**
 * A checkpoint of PyTorch 1.6 or newer: a zip archive with a pickle that describes tensors ({@code data.pkl}) and an
 * entry of numbers for each storage ({@code data/0}, …). The tensors are those of a state dict, at the top level or
 * under {@code model}; everything else is ignored.
 */
final class PyTorchFile implements TensorFile {
    private static final String PICKLE = "/data.pkl";
    private static final String STATE = "model";
    private static final int MOST_ENTRIES = 8192;
    /** Numbers hardly compress, so an archive that claims to be much larger than its file is an attack. */
    private static final int LARGEST_GROWTH = 8;

    private static final long SLACK = 1 << 16;
    private static final long PICKLE_MEMORY = 1 << 18;
    private static final Map<String, TensorType> TYPES = Map.of(
            "DoubleStorage", TensorType.F64,
            "FloatStorage", TensorType.F32,
            "HalfStorage", TensorType.F16,
            "BFloat16Storage", TensorType.BF16,
            "LongStorage", TensorType.I64);

    private final Path file;
    private final ZipFile zip;
    private final String prefix;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private PyTorchFile(Path file, ZipFile zip, String prefix) {
        this.file = file;
        this.zip = zip;
        this.prefix = prefix;
    }

    static PyTorchFile open(Path file) throws IOException {
        try {
            return checked(file, new ZipFile(file.toFile()));
        } catch (ZipException | EOFException e) {
            throw new IOException(file + " is damaged or truncated: it is not a valid zip archive", e);
        }
    }

    private static PyTorchFile checked(Path file, ZipFile zip) throws IOException {
        try {
            PyTorchFile result = new PyTorchFile(file, zip, prefix(file, zip));
            result.describe();
            return result;
        } catch (ZipException | EOFException e) {
            zip.close();
            throw e;
        } catch (IOException e) {
            zip.close();
            throw e.getMessage() != null && e.getMessage().startsWith(file.toString())
                    ? e
                    : new IOException(file + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** The top folder of the archive. */
    private static String prefix(Path file, ZipFile zip) throws IOException {
        if (zip.size() > MOST_ENTRIES) {
            throw new IOException(
                    file + " is an archive of " + zip.size() + " entries; at most " + MOST_ENTRIES + " are read");
        }
        String prefix = "";
        double claimed = 0;
        for (ZipEntry entry : Collections.list(zip.entries())) {
            claimed += (double) Math.max(0, entry.getSize());
            String name = entry.getName();
            if (name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length()) {
                prefix = name.substring(0, name.length() - PICKLE.length());
            }
        }
        if (prefix.isEmpty()) {
            throw new IOException(file + " is a zip archive but not a PyTorch checkpoint: it has no data.pkl");
        }
        if (claimed > (double) LARGEST_GROWTH * (double) Files.size(file) + (double) SLACK) {
            throw new IOException(file + " claims to unpack to more than " + LARGEST_GROWTH + " times its size");
        }
        return prefix;
    }

    private void describe() throws IOException {
        ZipEntry order = zip.getEntry(prefix + "/byteorder");
        if (order != null) {
            try (InputStream in = zip.getInputStream(order)) {
                if (!Arrays.equals(in.readNBytes(6), new byte[] {'l', 'i', 't', 't', 'l', 'e'})) {
                    throw new IOException("its numbers are big-endian, which is not supported");
                }
            }
        }
        Object root;
        try (InputStream in = new BufferedInputStream(zip.getInputStream(zip.getEntry(prefix + PICKLE)))) {
            root = new Unpickler(in, PICKLE_MEMORY + 2 * Files.size(file)).load();
        } catch (ZipException e) {
            throw e;
        } catch (EOFException e) {
            throw new IOException("its pickle ends early", e);
        }
        Object state = root instanceof Map<?, ?> map && map.get(STATE) instanceof Map<?, ?> inner ? inner : root;
        if (state instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key instanceof String name && value instanceof Tensor tensor) {
                    tensors.put(name, tensor);
                }
            });
        }
        if (tensors.isEmpty()) {
            throw new IOException(
                    "it has no tensors at its top level or under '" + STATE + "': save the model's state_dict()");
        }
        double total = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            total += check(entry.getKey(), entry.getValue());
        }
        if (total > (double) LARGEST_GROWTH * (double) Files.size(file) + (double) SLACK) {
            throw new IOException(
                    "its tensors share storages and would take more than " + LARGEST_GROWTH + " times the file");
        }
    }

    /** The size of a tensor in bytes. Refuses a tensor that does not fit its storage. */
    private double check(String name, Tensor tensor) throws IOException {
        Storage storage = tensor.storage();
        long count = TensorType.elements(tensor.shape());
        if (count < 0) {
            throw new IOException(tensor(name) + " has the shape " + tensor.shape()
                    + ", which is negative or larger than an array can be");
        }
        if (!tensor.contiguous()) {
            throw new IOException(tensor(name) + " is not stored contiguously: call .contiguous() on it before saving");
        }
        if (tensor.offset() < 0 || tensor.offset() > storage.count() || count > storage.count() - tensor.offset()) {
            throw new IOException(tensor(name) + " does not fit its storage");
        }
        ZipEntry entry = zip.getEntry(entryName(storage));
        if (entry == null) {
            throw new IOException(tensor(name) + " needs storage " + Words.of(storage.key()) + ", which is missing");
        }
        TensorType type = TYPES.get(storage.kind());
        if (type != null
                && (storage.count() > Long.MAX_VALUE / 8 || entry.getSize() != storage.count() * type.bytes())) {
            throw new IOException(tensor(name) + " has a storage of " + entry.getSize() + " bytes, not of "
                    + storage.count() + " numbers");
        }
        return (double) count * Float.BYTES;
    }

    private static String tensor(String name) {
        return "tensor " + Words.of(name);
    }

    private String entryName(Storage storage) {
        return prefix + "/data/" + storage.key();
    }

    @Override
    public Path path() {
        return file;
    }

    @Override
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, new Shape(tensor.shape())));
        return shapes;
    }

    @Override
    public NDArray read(String name, NDManager manager) throws IOException {
        Tensor tensor = Optional.ofNullable(tensors.get(name))
                .orElseThrow(() -> new IllegalArgumentException(file + " has no tensor " + name));
        Storage storage = tensor.storage();
        TensorType type = TYPES.get(storage.kind());
        if (type == null) {
            throw new IOException(file + ": tensor " + Words.of(name) + " is stored as " + storage.kind()
                    + ", which is not a type of weights");
        }
        try (InputStream in = zip.getInputStream(zip.getEntry(entryName(storage)))) {
            in.skipNBytes(tensor.offset() * type.bytes());
            return type.read(Channels.newChannel(in), new Shape(tensor.shape()), manager);
        } catch (ZipException | EOFException e) {
            throw new IOException(file + ": tensor " + Words.of(name) + " is damaged or truncated", e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}

package org.dapple.models.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.dapple.core.files.Fingerprint;
import org.dapple.core.ops.InPlace;
import org.dapple.core.run.HeardList;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.models.layers.NamedParameters;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.VisionTransformer;
import org.dapple.models.layers.Weights;
import org.dapple.models.weights.TensorFile;

/**
 * Initialises an encoder with existing weights: those of a run, of an encoder's folder, or of a file with the field's
 * names. Only weights are copied; the new encoder keeps its grid, front end and normalisation.
 */
public final class InitialWeights {
    private static final String KEY = "init.from";

    private InitialWeights() {}

    /**
     * Replaces the initialisers of an encoder, so that copies made at initialisation, such as a teacher, also get these
     * weights.
     *
     * @param source folder of a run or of an encoder, or a file of weights
     * @param encoder an encoder that is not initialised yet
     * @param manager owns the weights until the encoder is initialised
     * @throws ConfigurationException with the key {@code init.from} if the encoders differ in size
     * @throws IOException if they cannot be read
     */
    public static void set(Path source, VisionTransformer encoder, NDManager manager) throws IOException {
        Map<String, Parameter> parameters = NamedParameters.of(encoder);
        Map<String, NDArray> values = Files.isDirectory(source)
                ? ofEncoder(folder(source), encoder, manager)
                : ofFile(source, parameters, manager);
        TreeSet<String> missing = new TreeSet<>(parameters.keySet());
        missing.removeAll(values.keySet());
        require(missing.isEmpty(), source, "it lacks " + String.join(", ", missing));
        parameters.forEach((name, parameter) -> {
            NDArray value = Objects.requireNonNull(values.get(name));
            require(
                    value.getShape().equals(parameter.getShape()) && value.getDataType() == DataType.FLOAT32,
                    source,
                    "its " + name + " is " + value.getDataType() + " " + value.getShape() + ", not "
                            + parameter.getShape());
            parameter.setInitializer(new Copy(value));
        });
    }

    /**
     * Refuses missing weights before anything else is read.
     *
     * @param source folder of a run or of an encoder, or a file of weights
     * @throws ConfigurationException with the key {@code init.from} if it is neither
     */
    public static void requireThere(Path source) {
        if (Files.isDirectory(source)) {
            folder(source);
        } else if (!Files.isRegularFile(source)) {
            boolean checkpoint = source.toString().matches(".*@(best|\\d+)");
            throw new ConfigurationException(
                    KEY,
                    "must be a run, the folder of an encoder or a file of weights; " + source + " does not exist"
                            + (checkpoint ? " (export a checkpoint first: dapple export --run " + source + ")" : ""));
        }
    }

    /**
     * The fingerprint of initial weights, independent of their path.
     *
     * @param source folder of a run or of an encoder, or a file of weights
     * @return the fingerprint of the file
     * @throws IOException if they cannot be read
     */
    public static String fingerprint(Path source) throws IOException {
        return Fingerprint.ofFile(Files.isDirectory(source) ? EncoderFolder.weightsIn(folder(source)) : source);
    }

    /**
     * The clips that initial weights have heard.
     *
     * @param source folder of a run or of an encoder, or a file of weights
     * @return the list; empty if unknown, as for a foreign file of weights
     * @throws IOException if the description of an encoder cannot be read
     */
    public static Optional<HeardList> heard(Path source) throws IOException {
        return Files.isDirectory(source) ? AudioEncoder.heard(folder(source)) : Optional.empty();
    }

    /**
     * Whether clips that initial weights have heard can be recognised by fingerprints at a sample rate.
     *
     * @param source folder of a run or of an encoder, or a file of weights
     * @param sampleRate in Hz
     * @return false if the clips were heard at another rate
     * @throws IOException if the description of an encoder cannot be read
     */
    public static boolean heardAt(Path source, int sampleRate) throws IOException {
        return !Files.isDirectory(source) || EncoderFolder.sampleRate(folder(source)) == sampleRate;
    }

    private static Path folder(Path source) {
        Path ofRun = new RunDirectory(source).encoder();
        Path folder = AudioEncoder.isIn(source) ? source : ofRun;
        if (!AudioEncoder.isIn(folder)) {
            throw new ConfigurationException(
                    KEY,
                    "must be a run, the folder of an encoder or a file of weights; " + source
                            + " is not an encoder (it has no encoder.json)");
        }
        return folder;
    }

    private static Map<String, NDArray> ofEncoder(Path folder, VisionTransformer encoder, NDManager manager)
            throws IOException {
        AudioEncoder source = AudioEncoder.load(folder, manager); // the manager closes it
        VisionTransformer other = source.transformer();
        require(
                other.config().equals(encoder.config()),
                folder,
                "it has " + words(other.config()) + "; the model has " + words(encoder.config()));
        require(
                other.style() == encoder.style(),
                folder,
                "its blocks are " + other.style() + ", not " + encoder.style());
        return Weights.of(other);
    }

    private static String words(ViTConfig config) {
        return "width " + config.width() + ", depth " + config.depth() + ", heads " + config.heads();
    }

    private static Map<String, NDArray> ofFile(Path source, Map<String, Parameter> parameters, NDManager manager)
            throws IOException {
        Map<String, NDArray> values = new LinkedHashMap<>();
        try (TensorFile file = TensorFile.open(source)) {
            for (String name : file.shapes().keySet()) {
                if (parameters.containsKey(name)) {
                    values.put(name, file.read(name, manager));
                }
            }
            for (String name : file.shapes().keySet()) {
                require(
                        !name.startsWith("blocks.") || parameters.containsKey(name),
                        source,
                        "it has " + name + "; the model does not");
            }
        }
        return values;
    }

    private static void require(boolean fits, Path source, String difference) {
        if (!fits) {
            throw new ConfigurationException(
                    KEY, "must match the model's encoder; " + source + " does not: " + difference);
        }
    }

    private record Copy(NDArray value) implements Initializer {
        @Override
        public NDArray initialize(NDManager manager, Shape shape, DataType type) {
            NDArray copy = manager.zeros(shape, type);
            InPlace.copy(value, copy);
            return copy;
        }
    }
}

package org.dapple.models.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.ops.Precision;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.models.layers.NamedParameters;
import org.dapple.models.layers.PositionEmbedding;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.ViTStyle;
import org.dapple.models.layers.VisionTransformer;
import org.dapple.models.layers.Weights;
import org.dapple.models.weights.TensorFile;

/**
 * Builds an {@link AudioEncoder} from weights with the names of MAE, MSM-MAE and M2D. The shapes of the weights give
 * width, depth and patch size; the length of the position table gives the grid. The table itself is compared with the
 * fixed one (He et al., MAE) and dropped.
 *
 * @param heads number of attention heads, which the weights do not reveal; empty for those of the preset of the same
 *     width
 * @param frames length of the encoder's spectrograms; empty for the length of the position table
 * @param normalization normalisation of the spectrograms in training
 */
public record WeightImport(OptionalInt heads, OptionalInt frames, Normalization normalization) {
    /** The statistics that M2D uses by default. */
    public static final Normalization M2D = new Normalization(-7.1f, 4.2f);

    private static final String PATCHES = "patch_embed.proj.weight";
    private static final String POSITIONS = "pos_embed";
    private static final double POSITION_TOLERANCE = 1e-5;
    /** For tables that were saved in float16 or bfloat16. */
    private static final double NARROW_POSITION_TOLERANCE = 4e-3;
    /** The bits of a float32 that neither type has. */
    private static final int BEYOND_HALF = 0x1fff;

    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d{1,4})\\..*");
    /** Tensors of pre-training or that can be computed again, by the start of their names. */
    private static final Map<String, String> UNUSED = unused();

    private static Map<String, String> unused() {
        Map<String, String> groups = new LinkedHashMap<>();
        groups.put("decoder_", "decoder or predictor");
        groups.put("target_", "target encoder");
        groups.put("mask_token", "mask token");
        groups.put("mel_filters", "mel filters");
        return groups;
    }

    /**
     * The result of an import.
     *
     * @param encoder the encoder; the caller closes it
     * @param used names of the tensors in the encoder
     * @param unused number of ignored tensors, by group
     * @param checks the checks in words
     */
    public record Imported(AudioEncoder encoder, List<String> used, Map<String, Integer> unused, List<String> checks) {}

    /**
     * Reads an encoder.
     *
     * @param file the weights
     * @param parent determines the device and owns the encoder
     * @return the encoder and the checks
     * @throws IOException if the file does not hold such an encoder; the message names the tensors
     * @throws ConfigurationException if a setting is required that the file does not reveal
     */
    public Imported read(TensorFile file, NDManager parent) throws IOException {
        try {
            return checked(file, parent);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            throw reason.startsWith(file.path().toString()) ? e : new IOException(file.path() + ": " + reason, e);
        }
    }

    private Imported checked(TensorFile file, NDManager parent) throws IOException {
        Map<String, Shape> shapes = file.shapes();
        LogMel frontEnd = LogMel.standard();
        ViTConfig config = size(shapes);
        PatchGrid trained = grid(shapes, config, frontEnd.bands());
        ConfigurationException.require(
                frames.isEmpty() || (frames.getAsInt() > 0 && frames.getAsInt() % trained.patchWidth() == 0),
                "frames",
                "be a multiple of the patch width " + trained.patchWidth(),
                frames.orElse(0));
        PatchGrid grid = frames.isPresent()
                ? PatchGrid.of(trained.bands(), frames.getAsInt(), trained.patchHeight(), trained.patchWidth())
                : trained;
        NDManager manager = parent.newSubManager();
        try {
            VisionTransformer transformer = new VisionTransformer(config, grid, ViTStyle.PRE_NORM, Precision.FP32);
            Map<String, Integer> unused = new TreeMap<>();
            List<String> used = compare(shapes, transformer, unused);
            List<String> checks = new ArrayList<>();
            checks.add(checkPositions(file, trained, config.width(), manager));
            transformer.freezeParameters(true);
            transformer.initialize(manager, DataType.FLOAT32, new Shape(1, 1, grid.bands(), grid.frames()));
            try (NDManager scope = manager.newSubManager()) {
                Weights.copy(values(file, used, scope), transformer);
            }
            checks.add("values: all finite");
            return new Imported(new AudioEncoder(frontEnd, normalization, transformer, manager), used, unused, checks);
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private ViTConfig size(Map<String, Shape> shapes) throws IOException {
        Shape patches = shapes.get(PATCHES);
        if (patches == null || patches.dimension() != 4 || patches.get(1) != 1) {
            throw new IOException("its weights are not an encoder of spectrograms: "
                    + (patches == null ? PATCHES + " is missing" : PATCHES + " is " + patches + ", not [D, 1, h, w]"));
        }
        int width = Math.toIntExact(patches.get(0));
        int depth = 0;
        for (String name : shapes.keySet()) {
            Matcher block = BLOCK.matcher(name);
            if (block.matches()) {
                depth = Math.max(depth, 1 + Integer.parseInt(block.group(1)));
            }
        }
        if (depth == 0) {
            throw new IOException("its weights are not an encoder: they have no blocks.0");
        }
        return new ViTConfig(width, depth, heads.isPresent() ? heads.getAsInt() : heads(width));
    }

    private static int heads(int width) {
        return ViTConfig.presets().values().stream()
                .filter(preset -> preset.width() == width)
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        "heads", "must be given: the weights do not reveal them, and no preset has the width " + width))
                .heads();
    }

    /** The grid of the position table. */
    private PatchGrid grid(Map<String, Shape> shapes, ViTConfig config, int bands) throws IOException {
        Shape patches = Objects.requireNonNull(shapes.get(PATCHES));
        int height = Math.toIntExact(patches.get(2));
        int columnWidth = Math.toIntExact(patches.get(3));
        if (height == 0 || columnWidth == 0 || bands % height != 0) {
            throw new IOException("its weights have patches of " + height + " bands; the front end's " + bands
                    + " bands are not a multiple");
        }
        int rows = bands / height;
        Shape positions = shapes.get(POSITIONS);
        if (positions == null) {
            int given = frames.orElseThrow(() -> new ConfigurationException(
                    "frames", "must be given: the weights have no " + POSITIONS + ", whose length would give them"));
            return new PatchGrid(rows, Math.max(1, given / columnWidth), height, columnWidth);
        }
        if (positions.dimension() != 3
                || positions.get(0) != 1
                || positions.get(2) != config.width()
                || positions.get(1) < 1 + rows
                || (positions.get(1) - 1) % rows != 0) {
            throw new IOException(POSITIONS + " is " + positions + ", not [1, 1 + " + rows + " * columns, "
                    + config.width() + "]: the weights belong to another front end");
        }
        return new PatchGrid(rows, Math.toIntExact((positions.get(1) - 1) / rows), height, columnWidth);
    }

    /** The names of the encoder's tensors. Refuses missing tensors, other shapes and unknown remaining tensors. */
    private static List<String> compare(
            Map<String, Shape> shapes, VisionTransformer transformer, Map<String, Integer> unused) throws IOException {
        Map<String, Shape> own = new LinkedHashMap<>();
        NamedParameters.of(transformer).forEach((name, parameter) -> own.put(name, parameter.getShape()));
        TreeSet<String> missing = new TreeSet<>(own.keySet());
        missing.removeAll(shapes.keySet());
        TreeSet<String> unknown = new TreeSet<>();
        for (Map.Entry<String, Shape> entry : shapes.entrySet()) {
            String name = entry.getKey();
            Shape expected = own.get(name);
            if (expected != null && !expected.equals(entry.getValue())) {
                throw new IOException(
                        "its weights do not fit: " + name + " is " + entry.getValue() + ", not " + expected);
            }
            if (expected == null && !name.equals(POSITIONS)) {
                UNUSED.entrySet().stream()
                        .filter(group -> name.startsWith(group.getKey()))
                        .findFirst()
                        .ifPresentOrElse(
                                group -> unused.merge(group.getValue(), 1, Integer::sum), () -> unknown.add(name));
            }
        }
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IOException("its weights belong to another model: " + listed("missing", missing)
                    + (missing.isEmpty() || unknown.isEmpty() ? "" : "; ") + listed("unknown", unknown));
        }
        return List.copyOf(own.keySet());
    }

    private static String listed(String what, TreeSet<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        int shown = Math.min(8, names.size());
        String first = String.join(", ", new ArrayList<>(names).subList(0, shown));
        return what + " " + first + (shown < names.size() ? " and " + (names.size() - shown) + " more" : "");
    }

    /** Refuses all but the fixed positions, because learned ones would be lost. */
    private static String checkPositions(TensorFile file, PatchGrid grid, int width, NDManager manager)
            throws IOException {
        if (!file.shapes().containsKey(POSITIONS)) {
            return POSITIONS + ": not in the file";
        }
        try (NDManager scope = manager.newSubManager()) {
            float[] found =
                    file.read(POSITIONS, scope).toType(DataType.FLOAT32, false).toFloatArray();
            float[] table = PositionEmbedding.table(grid, width);
            double largest = 0;
            int bits = 0;
            for (int i = 0; i < found.length; i++) {
                double expected = i < width ? 0 : table[i - width];
                double difference = Math.abs(found[i] - expected);
                bits |= Float.floatToRawIntBits(found[i]);
                largest = difference <= largest ? largest : difference; // keeps a NaN
            }
            boolean narrow = (bits & BEYOND_HALF) == 0;
            if (!(largest <= (narrow ? NARROW_POSITION_TOLERANCE : POSITION_TOLERANCE))) {
                throw new IOException(String.format(
                        Locale.ROOT,
                        "%s is not the fixed sine-cosine table (it differs by up to %.2g): learned positions are not"
                                + " supported",
                        POSITIONS,
                        largest));
            }
            return String.format(
                    Locale.ROOT, "%s: equal to the fixed table (largest difference %.1e)", POSITIONS, largest);
        }
    }

    private static Map<String, NDArray> values(TensorFile file, List<String> names, NDManager scope)
            throws IOException {
        Map<String, NDArray> values = new LinkedHashMap<>();
        for (String name : names) {
            NDArray value = file.read(name, scope);
            if (value.getDataType() != DataType.FLOAT32) {
                throw new IOException(name + " has integers, not weights");
            }
            if (!Float.isFinite(value.abs().max().getFloat())) {
                throw new IOException(name + " has values that are not finite: the weights are damaged");
            }
            values.put(name, value);
        }
        return values;
    }
}

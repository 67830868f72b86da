package org.dapple.models.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.files.Json;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.run.HeardList;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.models.layers.PositionEmbedding;
import org.dapple.models.layers.VisionTransformer;
import org.dapple.models.layers.Weights;
import org.dapple.models.weights.Safetensors;

/**
 * Writes an encoder for other programs: {@code model.safetensors} with the field's names, and {@code config.json}. The
 * file includes two computed tables: the positions ({@code pos_embed}, class token first) and the mel filters
 * ({@code mel_filters}). The list of heard clips is copied too ({@code heard.csv}).
 */
public final class WeightExport {
    private static final String MODEL = "model.safetensors";
    private static final String CONFIG = "config.json";

    private WeightExport() {}

    /**
     * Writes the files.
     *
     * @param encoder the encoder
     * @param folder created if it does not exist
     * @param manager owner of temporary arrays
     * @return the number of tensors
     * @throws IOException if the files cannot be written
     */
    public static int write(AudioEncoder encoder, Path folder, NDManager manager) throws IOException {
        VisionTransformer transformer = encoder.transformer();
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> tensors = new LinkedHashMap<>(Weights.of(transformer));
            tensors.put("pos_embed", positions(transformer, scope));
            // Slaney's filters only: torchaudio has Kaldi's.
            if (encoder.frontEnd() instanceof LogMel logMel) {
                Shape shape = new Shape(logMel.bands(), logMel.window() / 2 + 1);
                tensors.put("mel_filters", scope.create(logMel.melFilters(), shape));
            }
            Safetensors.write(folder.resolve(MODEL), tensors, Map.of("format", "pt"));
            Map<String, Object> description = encoder.description();
            EncoderFolder.copyHeard(encoder, folder, description);
            Json.write(folder.resolve(CONFIG), description);
            return tensors.size();
        }
    }

    /**
     * The clips that exported weights have heard.
     *
     * @param weights a file of weights, for example {@code model.safetensors} beside its {@code config.json}
     * @return the list; empty if the weights are from elsewhere or the list is missing, so that the clips are unknown
     */
    public static Optional<HeardList> heard(Path weights) {
        Path description = weights.resolveSibling(CONFIG);
        if (!weights.endsWith(MODEL) || !Files.isRegularFile(description)) {
            return Optional.empty();
        }
        try {
            Path folder = weights.toAbsolutePath().resolveSibling("");
            return HeardList.in(new Settings(Json.read(description)), folder).filter(HeardList::isThere);
        } catch (IOException | ConfigurationException e) {
            return Optional.empty(); // the description of another program
        }
    }

    /** The positions [1, 1 + L, D], zeros for the class token. */
    private static NDArray positions(VisionTransformer transformer, NDManager scope) {
        PatchGrid grid = transformer.grid();
        int width = transformer.config().width();
        float[] table = PositionEmbedding.table(grid, width, transformer.style());
        float[] withClassToken = new float[width + table.length];
        System.arraycopy(table, 0, withClassToken, width, table.length);
        return scope.create(withClassToken, new Shape(1, 1 + grid.count(), width));
    }
}

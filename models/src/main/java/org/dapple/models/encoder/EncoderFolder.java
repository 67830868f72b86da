package org.dapple.models.encoder;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.files.SealedJson;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.ops.Precision;
import org.dapple.core.run.HeardList;
import org.dapple.core.settings.Catalogue;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.ViTStyle;
import org.dapple.models.layers.VisionTransformer;
import org.dapple.models.layers.Weights;
import org.dapple.models.weights.Safetensors;

/** How an {@link AudioEncoder} lies on disk: {@code encoder.json}, {@code encoder.safetensors}, {@code heard.csv}. */
final class EncoderFolder {
    private static final String DESCRIPTION = "encoder.json";
    private static final String WEIGHTS = "encoder.safetensors";
    private static final String HEARD = "heard.csv";
    private static final long FORMAT = 1;

    private EncoderFolder() {}

    /** Whether a folder has the description of an encoder. */
    static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(DESCRIPTION));
    }

    /** The clips that the weights have heard; the weights are not read. */
    static Optional<HeardList> heard(Path folder) throws IOException {
        Path file = folder.resolve(DESCRIPTION);
        try {
            return heard(new Settings(SealedJson.read(file)), folder);
        } catch (ConfigurationException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The file of the encoder's weights in a folder. */
    static Path weightsIn(Path folder) {
        return folder.resolve(WEIGHTS);
    }

    /** The sample rate of the front end, at which clips were fingerprinted. */
    static int sampleRate(Path folder) throws IOException {
        Settings frontEnd = new Settings(SealedJson.read(folder.resolve(DESCRIPTION))).section("front_end");
        return frontEnd.integer("sample_rate", LogMel.standard().sampleRate());
    }

    private static Optional<HeardList> heard(Settings description, Path folder) {
        return HeardList.in(description, folder).filter(HeardList::isThere);
    }

    /** Reads an encoder with any of the given front ends. */
    static AudioEncoder load(Path folder, NDManager parent, Catalogue<FrontEnd> frontEnds) throws IOException {
        if (!isOne(folder)) {
            Path inside = folder.resolve("encoder"); // the encoder of a run
            throw new IOException(folder + " is not an encoder: it has no " + DESCRIPTION
                    + (isOne(inside) ? " (it is a run, whose encoder is " + inside + ")" : ""));
        }
        Map<String, Object> description = SealedJson.read(folder.resolve(DESCRIPTION));
        Settings settings = new Settings(description);
        if (settings.longInteger("format", 0) != FORMAT) {
            throw new IOException(folder + " was written by another version of Dapple (format "
                    + description.get("format") + ", known: " + FORMAT + ")");
        }
        NDManager manager = parent.newSubManager();
        try {
            FrontEnd frontEnd = settings.nested("front_end", frontEnds::read);
            Normalization normalization = settings.nested(
                    "normalization",
                    section -> new Normalization((float) section.number("mean", 0), (float) section.number("std", 0)));
            PatchGrid grid = settings.nested("grid", EncoderFolder::readGrid);
            ViTConfig config = settings.nested("model", section -> ViTConfig.read(section, ViTConfig.TINY));
            ViTStyle style = settings.choice("style", ViTStyle.PRE_NORM);
            Optional<HeardList> heard = heard(settings, folder);
            settings.done();
            VisionTransformer transformer = new VisionTransformer(config, grid, style, Precision.FP32);
            // Before they exist: freezing later makes libtorch warn about its own code.
            transformer.freezeParameters(true);
            transformer.initialize(manager, DataType.FLOAT32, new Shape(1, 1, grid.bands(), grid.frames()));
            try (NDManager scope = manager.newSubManager()) {
                Weights.copy(Safetensors.read(folder.resolve(WEIGHTS), scope), transformer);
            }
            return new AudioEncoder(frontEnd, normalization, transformer, manager).withHeard(heard);
        } catch (ConfigurationException e) {
            manager.close();
            throw new IOException(folder.resolve(DESCRIPTION) + ": " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static PatchGrid readGrid(Settings settings) {
        return new PatchGrid(
                settings.integer("freq_patches", 0),
                settings.integer("time_patches", 0),
                settings.integer("patch_height", 0),
                settings.integer("patch_width", 0));
    }

    /** Writes an encoder with any of the given front ends. */
    static void save(AudioEncoder encoder, Path folder, Catalogue<FrontEnd> frontEnds) throws IOException {
        Safetensors.write(folder.resolve(WEIGHTS), Weights.of(encoder.transformer()), Map.of());
        Map<String, Object> description = description(encoder, frontEnds);
        copyHeard(encoder, folder, description);
        SealedJson.write(folder.resolve(DESCRIPTION), description);
    }

    /** Copies the list of heard clips to the weights, and adds it to the description. */
    static void copyHeard(AudioEncoder encoder, Path folder, Map<String, Object> description) throws IOException {
        Path list = folder.resolve(HEARD);
        Optional<HeardList> heard = encoder.heard();
        if (heard.isPresent()) {
            heard.get().copyTo(list).describe(description);
        } else {
            Files.deleteIfExists(list); // left by a previous encoder
        }
    }

    /** What {@code encoder.json} says, except the list of heard clips. */
    static Map<String, Object> description(AudioEncoder encoder, Catalogue<FrontEnd> frontEnds) {
        PatchGrid grid = encoder.grid();
        Normalization normalization = encoder.normalization();
        VisionTransformer transformer = encoder.transformer();
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("format", FORMAT);
        description.put("front_end", frontEnds.write(encoder.frontEnd()));
        description.put("normalization", Codec.keys("mean", normalization.mean(), "std", normalization.std()));
        description.put(
                "grid",
                Codec.keys( // ordered, unlike Map.of, so that the same encoder gives the same bytes
                        "freq_patches", grid.freqPatches(),
                        "time_patches", grid.timePatches(),
                        "patch_height", grid.patchHeight(),
                        "patch_width", grid.patchWidth()));
        description.put("model", transformer.config().toSettings());
        description.put("style", Settings.word(transformer.style()));
        return description;
    }
}

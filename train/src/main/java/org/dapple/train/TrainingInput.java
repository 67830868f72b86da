package org.dapple.train;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.settings.Catalogue;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;

/**
 * The input of a training step: crops, patches and front end.
 *
 * @param frontEnd turns sound into spectrograms; empty: that of prepared data, or {@link LogMel#standard} for sound
 * @param onTheFly whether crops are decoded anew for every step, instead of making all log-mels before the first step
 * @param patchHeight mel bands in a patch
 * @param patchWidth frames in a patch
 * @param cropFrames length of a training crop; empty: chosen from the data ({@link CropLength})
 */
public record TrainingInput(
        Optional<FrontEnd> frontEnd, boolean onTheFly, int patchHeight, int patchWidth, OptionalInt cropFrames) {
    private static final String AUTO = "auto";

    /** Checks every value. */
    public TrainingInput {
        ConfigurationException.require(patchHeight > 0, "patch_height", "be at least 1", patchHeight);
        ConfigurationException.require(patchWidth > 0, "patch_width", "be at least 1", patchWidth);
        ConfigurationException.require(
                cropFrames.isEmpty() || (cropFrames.getAsInt() > 0 && cropFrames.getAsInt() % patchWidth == 0),
                "crop_frames",
                "be a multiple of the patch width " + patchWidth + ", or auto",
                cropFrames.orElse(0));
        requireWholePatches(frontEnd.orElse(LogMel.standard()), patchHeight);
    }

    private static void requireWholePatches(FrontEnd frontEnd, int patchHeight) {
        ConfigurationException.require(
                frontEnd.bands() % patchHeight == 0,
                "patch_height",
                "divide the " + frontEnd.bands() + " mel bands",
                patchHeight);
    }

    /**
     * The front end for sound, or for prepared data.
     *
     * @param prepared the front end of the data; empty for sound
     * @return the front end to use
     * @throws ConfigurationException if the configuration names another, or patches do not fit it
     */
    FrontEnd frontEnd(Optional<FrontEnd> prepared) {
        FrontEnd used = prepared.or(() -> frontEnd).orElse(LogMel.standard());
        if (!frontEnd.orElse(used).equals(used)) {
            throw new ConfigurationException(
                    "front_end",
                    "must be what the data was prepared with, " + used + "; it is " + frontEnd.get()
                            + " (prepare the data again, or leave front_end out)");
        }
        requireWholePatches(used, patchHeight);
        return used;
    }

    /**
     * The patches of a crop.
     *
     * @param bands mel bands
     * @param frames of the crop
     * @return the grid
     */
    public PatchGrid grid(int bands, int frames) {
        return PatchGrid.of(bands, frames, patchHeight, patchWidth);
    }

    /**
     * Fills in missing values.
     *
     * @param chosen front end and crop length, chosen from the data
     * @return the complete input
     */
    TrainingInput completedBy(TrainingInput chosen) {
        return new TrainingInput(
                frontEnd.or(() -> chosen.frontEnd),
                onTheFly,
                patchHeight,
                patchWidth,
                cropFrames.isPresent() ? cropFrames : chosen.cropFrames);
    }

    /** Reads these settings from among those of a run. */
    static TrainingInput read(Settings settings, Catalogue<FrontEnd> frontEnds) {
        return new TrainingInput(
                settings.has("front_end")
                        ? Optional.of(settings.nested("front_end", frontEnds::read))
                        : Optional.empty(),
                settings.flag("on_the_fly", false),
                settings.integer("patch_height", 16),
                settings.integer("patch_width", 16),
                settings.text("crop_frames", AUTO).equals(AUTO)
                        ? OptionalInt.empty()
                        : OptionalInt.of(settings.integer("crop_frames", 0)));
    }

    /** Writes what {@link #read} reads back. */
    void write(Map<String, Object> settings, Catalogue<FrontEnd> frontEnds) {
        frontEnd.ifPresent(value -> settings.put("front_end", frontEnds.write(value)));
        settings.put("on_the_fly", onTheFly);
        settings.put("patch_height", patchHeight);
        settings.put("patch_width", patchWidth);
        settings.put("crop_frames", cropFrames.isPresent() ? cropFrames.getAsInt() : AUTO);
    }
}

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
 * What a training step sees of a clip.
 *
 * @param frontEnd makes spectrograms of sound; empty: what prepared data was made with, {@link LogMel#standard} for
 *     sound
 * @param onTheFly whether the crops of sound are decoded anew for every step; else log-mels are made once, before the
 *     first
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
     * The front end of sound, or of data that is prepared.
     *
     * @param prepared what it was made with; empty for sound
     * @return the same, or the one to use
     * @throws ConfigurationException if another was asked for, or patches do not fit it
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
     * Fills in what was left open.
     *
     * @param chosen front end and crop length as they were found from the data
     * @return the input that says what training sees
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

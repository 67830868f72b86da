package example;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.VisionTransformer;

/** Stands in for an encoder of your own: random weights, so that this example needs no download. */
final class UntrainedEncoder {
    private UntrainedEncoder() {}

    /** Writes the same folder as {@code dapple pretrain}, {@code dapple import} and {@code AudioEncoder.save} do. */
    static Path write(Path folder) throws IOException {
        Engine.getInstance().setRandomSeed(1);
        PatchGrid grid = PatchGrid.of(80, 96, 16, 16);
        NDManager manager = NDManager.newBaseManager();
        VisionTransformer transformer = new VisionTransformer(new ViTConfig(48, 2, 2), grid);
        transformer.initialize(manager, DataType.FLOAT32, new Shape(1, 1, grid.bands(), grid.frames()));
        try (AudioEncoder encoder =
                new AudioEncoder(LogMel.standard(), new Normalization(-8, 4), transformer, manager)) {
            encoder.save(folder);
        }
        return folder;
    }
}

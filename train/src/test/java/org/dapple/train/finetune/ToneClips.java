package org.dapple.train.finetune;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.settings.Settings;
import org.dapple.data.audio.WavFile;
import org.dapple.data.clips.Clip;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.LabelSet;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.layers.VisionTransformer;

/** A few synthetic clips of a few classes, and an encoder that knows nothing. */
final class ToneClips {
    static final int CLASSES = 5;
    private static final int SOUND_CLASSES = 14;

    private ToneClips() {}

    /** So many clips of each class, class by class in turn, two seconds long. */
    static List<Clip> write(Path folder, int perClass) throws IOException {
        List<Clip> clips = new ArrayList<>();
        SyntheticCorpus corpus = new SyntheticCorpus(5);
        for (int i = 0; i < perClass * CLASSES; i++) {
            int index = i / CLASSES * SOUND_CLASSES + i % CLASSES;
            Path file = folder.resolve(i + ".wav");
            WavFile.write(file, corpus.clip(index));
            clips.add(new Clip(i + ".wav", file, corpus.soundClass(index).label(), null, null));
        }
        return clips;
    }

    static LabelSet labels(List<Clip> clips) {
        return new LabelSet(clips.stream().map(Clip::label).distinct().sorted().toList(), DownstreamMetric.ACCURACY);
    }

    static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    static AudioEncoder encoder(NDManager manager) {
        Engine.getInstance().setRandomSeed(1);
        VisionTransformer transformer = new VisionTransformer(new ViTConfig(16, 1, 2), PatchGrid.of(80, 96, 16, 16));
        transformer.freezeParameters(true);
        transformer.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 80, 96));
        return new AudioEncoder(LogMel.standard(), new Normalization(-8, 4), transformer, manager.newSubManager());
    }

    /** Plain settings without augmentation or mask, and others as key, value, key, value, … */
    static FineTuningConfig config(Object... more) {
        Map<String, Object> tree = new HashMap<>(Map.of(
                "epochs", 2,
                "batch_size", 10,
                "learning_rate", 0.01,
                "mixup", 0,
                "spec_augment", Map.of("frequency", 0, "time", 0),
                "random_resize_crop", false,
                "training_mask", 0));
        for (int i = 0; i < more.length; i += 2) {
            tree.put((String) more[i], more[i + 1]);
        }
        return FineTuningConfig.read(new Settings(tree), Optimizers.standard());
    }
}

package org.dapple.train.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.train.optim.CosineSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration means, and what it refuses. */
class FineTuningConfigTest {

    private static FineTuningConfig read(Map<String, ?> tree) {
        return FineTuningConfig.read(new Settings(tree), Optimizers.standard());
    }

    @Test
    void everyKeyIsReadAsItIsWritten() {
        Map<String, Object> tree = new HashMap<>();
        tree.put("seed", 7);
        tree.put("precision", "bf16");
        tree.put("seconds", 5.8);
        tree.put("last_patch", "drop");
        tree.put("select", "test");
        tree.put("freeze", "patch_embed, blocks.0");
        tree.put("optimizer", "lars");
        tree.put("momentum", 0.8);
        tree.put("weight_decay", 0.1);
        tree.put("trust", 0.01);
        tree.put("epochs", 70);
        tree.put("warmup_epochs", 15.5);
        tree.put("batch_size", 64);
        tree.put("learning_rate", 2.0);
        tree.put("min_learning_rate", 0.001);
        tree.put("sampler", "class_weighted");
        tree.put("draws_per_epoch", 200000);
        tree.put("mixup", 0.5);
        tree.put("mixup_on", "log_mel");
        tree.put("spec_augment", Map.of("frequency", 30, "time", 192));
        tree.put("random_resize_crop", false);
        tree.put("training_mask", 0.4);
        tree.put("training_mask_as_published", true);
        FineTuningConfig config = read(tree);
        Map<String, Object> written = config.toSettings(Optimizers.standard());
        tree.put("freeze", "patch_embed,blocks.0");
        assertEquals(tree.keySet(), written.keySet());
        written.forEach((key, value) -> assertEquals(
                key.equals("spec_augment") ? tree.get(key) : tree.get(key) + "",
                key.equals("spec_augment") ? value : value + "",
                key));
        assertEquals(config, read(written));
        assertEquals(List.of("patch_embed", "blocks.0"), config.freeze());
        assertEquals("fine-tuning, best epoch chosen on test (version 2)", config.protocolName());
        FineTuningConfig usual = read(Map.of());
        assertEquals(usual, read(usual.toSettings(Optimizers.standard())));
        assertEquals("fine-tuning (version 2)", usual.protocolName());
    }

    @Test
    void theUsualLearningRateIsThatOfTheOptimizer() {
        assertEquals(5e-4, read(Map.of()).schedule().learningRate());
        assertEquals(0.5, read(Map.of("optimizer", "sgd")).schedule().learningRate());
        assertEquals(
                0.1,
                read(Map.of("optimizer", "sgd", "learning_rate", 0.1))
                        .schedule()
                        .learningRate());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "epoch|3|epoch is not a known key; did you mean epochs?",
                "epochs|0|epochs must be at least 1; it is 0",
                "warmup_epochs|30|warmup_epochs must be at least 0 and fewer than the 30 epochs; it is 30.0",
                "batch_size|1|batch_size must be at least 2, because features are normalised over a batch; it is 1",
                "learning_rate|0|learning_rate must be positive; it is 0.0",
                "min_learning_rate|1|min_learning_rate must lie between 0 and the learning rate; it is 1.0",
                "mixup|2|mixup must lie between 0 and 1; it is 2.0",
                "mixup_on|mel|mixup_on must be one of waveform, log_mel; it is mel",
                "training_mask|1|training_mask must be at least 0 (none) and below 1; it is 1.0",
                "select|train|select must be one of valid, test; it is train",
                "optimizer|adam|optimizer must be one of adamw, sgd, lars; it is adam (did you mean adamw?)",
                "momentum|0.9|momentum is not a known key",
                "weight_decay|-1|weight_decay must be at least 0; it is -1.0",
                "seconds|-1|seconds must be positive, or auto; it is -1.0",
                "draws_per_epoch|1|draws_per_epoch must be at least 2; it is 1",
                "last_patch|keep|last_patch must be one of pad, drop; it is keep"
            })
    void wrongValuesAreNamed(String key, String value, String sentence) {
        String message = assertThrows(ConfigurationException.class, () -> read(Map.of(key, value)))
                .getMessage();
        assertTrue(message.startsWith(sentence), message);
    }

    @Test
    void wrongLimitsOfSpecAugmentAreNamed() {
        for (String key : List.of("frequency", "time")) {
            String message = assertThrows(
                            ConfigurationException.class, () -> read(Map.of("spec_augment", Map.of(key, -1))))
                    .getMessage();
            assertEquals("spec_augment." + key + " must be at least 0; it is -1", message);
        }
        String unknown = assertThrows(
                        ConfigurationException.class, () -> read(Map.of("spec_augment", Map.of("bands", 3))))
                .getMessage();
        assertTrue(unknown.startsWith("spec_augment.bands is not a known key"), unknown);
    }

    /** ESC-50 as published: 1600 training clips in batches of 128, 200 epochs, 5 of warm-up, rate 0.5. */
    @Test
    void theRateRisesLinearlyAndFallsAsACosineStepByStep() {
        FineTuningSchedule schedule = new FineTuningSchedule(200, 5, 128, 0.5, 1e-7);
        assertEquals(13, schedule.stepsPerEpoch(1600));
        CosineSchedule rates = schedule.rates(13);
        assertEquals(0, rates.at(0));
        assertEquals(0.5 / 65, rates.at(1), 1e-12);
        assertEquals(0.5, rates.at(65), 1e-12);
        double middle = (65 + 2600) / 2.0;
        assertEquals((0.5 + 1e-7) / 2, rates.at(middle), 1e-12);
        assertEquals(1e-7, rates.at(2600), 1e-15);
        assertTrue(rates.at(2599) > rates.at(2600), "the last step still learns");
    }

    @Test
    void clipsAreDividedEvenlyAndNeverAlone() {
        FineTuningSchedule pairs = new FineTuningSchedule(1, 0, 2, 0.5, 0);
        assertEquals(1, pairs.stepsPerEpoch(2));
        assertEquals(1, pairs.stepsPerEpoch(3), "two batches would leave a clip alone");
        assertEquals(2, pairs.stepsPerEpoch(5));
        assertEquals(663, new FineTuningSchedule(1, 0, 128, 0.5, 0).stepsPerEpoch(84843), "Speech Commands V2");
        assertEquals(3125, new FineTuningSchedule(1, 0, 64, 2, 0).stepsPerEpoch(200_000), "AudioSet");
    }

    @Test
    void anEpochSeesAllClipsOnceInAnotherOrderEachTime() {
        EpochSampling all = new EpochSampling(EpochSampling.Sampler.UNIFORM, OptionalInt.empty());
        List<Integer> part = IntStream.range(10, 60).boxed().toList();
        double[] ignored = new double[50];
        List<Integer> first = all.draw(part, ignored, new SplittableRandom(1));
        List<Integer> second = all.draw(part, ignored, new SplittableRandom(2));
        assertEquals(new HashSet<>(part), new HashSet<>(first));
        assertEquals(50, first.size());
        assertTrue(!first.equals(part) && !first.equals(second));
        assertEquals(first, all.draw(part, ignored, new SplittableRandom(1)));
    }

    /** Class 0 has 90 clips, class 1 has 10: with weights each class is drawn about as often. */
    @Test
    void rareClassesAreDrawnMoreOften() {
        double[] weights = EpochSampling.weights(IntStream.range(0, 100)
                .mapToObj(clip -> List.of(clip < 90 ? 0 : 1))
                .toList());
        assertEquals(1 / 90.0, weights[0], 1e-12);
        assertEquals(1 / 10.0, weights[95], 1e-12);
        EpochSampling two = new EpochSampling(EpochSampling.Sampler.CLASS_WEIGHTED, OptionalInt.of(2));
        EpochSampling uniform = new EpochSampling(EpochSampling.Sampler.UNIFORM, OptionalInt.of(2));
        List<Integer> part = IntStream.range(0, 100).boxed().toList();
        int rare = 0;
        int rareUniform = 0;
        int epochs = 4000;
        for (int epoch = 0; epoch < epochs; epoch++) {
            List<Integer> drawn = two.draw(part, weights, new SplittableRandom(epoch));
            assertEquals(2, new HashSet<>(drawn).size(), "without replacement");
            rare += drawn.get(0) >= 90 ? 1 : 0;
            rareUniform +=
                    uniform.draw(part, weights, new SplittableRandom(epoch)).get(0) >= 90 ? 1 : 0;
        }
        // Binomial: the standard deviations are 0.0079 and 0.0047.
        assertEquals(0.5, (double) rare / epochs, 0.032);
        assertEquals(0.1, (double) rareUniform / epochs, 0.019);
    }

    @Test
    void aClipOfSeveralClassesWeighsTheirSum() {
        double[] weights = EpochSampling.weights(List.of(List.of(0, 1), List.of(1), List.of()));
        assertTrue(Arrays.equals(new double[] {1 + 0.5, 0.5, 1 / 3.0}, weights), Arrays.toString(weights));
    }

    @Test
    void framesBehindTheLastPatchArePaddedOrDropped() {
        List<Integer> columns = new ArrayList<>();
        for (int frames : new int[] {1001, 501, 821, 101}) {
            columns.add(LastPatch.DROP.columns(frames, 16));
        }
        assertEquals(List.of(62, 31, 51, 6), columns);
        assertEquals(7, LastPatch.PAD.columns(101, 16));
        assertEquals(32, LastPatch.PAD.columns(501, 16));
        assertEquals(1, LastPatch.DROP.columns(5, 16));
    }
}

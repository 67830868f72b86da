package org.dapple.core.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest extends WithManager {
    private static final Shape SHAPE = new Shape(6, 1, 20, 30);

    private NDArray batch;

    @BeforeEach
    void makeBatch() {
        Engine.getInstance().setRandomSeed(2);
        batch = manager.randomNormal(SHAPE);
    }

    @Test
    void powersOfNoiseAdd() {
        NDArray noise = manager.randomNormal(SHAPE);
        float[] mixed = new BackgroundNoise(0.3, -15.9f).apply(batch, noise).toFloatArray();
        float[] a = batch.toFloatArray();
        float[] b = noise.toFloatArray();
        for (int i = 0; i < a.length; i++) {
            assertEquals(Math.log(0.7 * Math.exp(a[i]) + 0.3 * Math.exp(b[i])), mixed[i], 1e-5);
        }
        NDArray loud = batch.add(200); // e²⁰⁰ is no float
        assertEquals(
                200 + Math.log(0.7) + a[0],
                new BackgroundNoise(0.3, -15.9f).apply(loud, noise).toFloatArray()[0],
                1e-3);
        float[] silence = new BackgroundNoise(0.3, -15.9f)
                .apply(batch.zerosLike().sub(100), batch.zerosLike().sub(100))
                .toFloatArray();
        assertEquals(-15.9f, silence[0]);
        assertArrayEquals(a, new BackgroundNoise(0, -15.9f).apply(batch, noise).toFloatArray(), 1e-6f);
    }

    @Test
    void mixupMixesValuesAndTargetsAlike() {
        NDArray targets = manager.eye(6);
        Mixup.Mixed mixed = new Mixup(0.5).apply(batch, targets, new SplittableRandom(5));
        float[] values = mixed.values().toFloatArray();
        float[] shares = mixed.targets().toFloatArray();
        float[] own = batch.toFloatArray();
        int perClip = 20 * 30;
        for (int clip = 0; clip < 6; clip++) {
            double sum = 0;
            for (int other = 0; other < 6; other++) {
                sum += shares[6 * clip + other];
            }
            assertEquals(1, sum, 1e-6);
            for (int i = 0; i < perClip; i++) {
                double expected = 0;
                for (int other = 0; other < 6; other++) {
                    expected += shares[6 * clip + other] * own[perClip * other + i];
                }
                assertEquals(expected, values[perClip * clip + i], 1e-5);
            }
        }
    }

    /** Beta(α, α) has the mean 1/2 and the variance 1 / (4 (2 α + 1)). */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 1})
    void mixupSharesFollowBeta(double alpha) {
        int draws = 2000;
        // A clip's own target stays with its share; only a clip that is its own partner keeps all of it.
        NDArray targets = new Mixup(alpha)
                .apply(manager.zeros(new Shape(draws, 1)), manager.eye(draws), new SplittableRandom(9))
                .targets();
        float[] own = targets.mul(manager.eye(draws)).sum(new int[] {1}).toFloatArray();
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            mean += own[i] / draws;
            squares += own[i] * own[i] / draws;
        }
        double variance = 1 / (4 * (2 * alpha + 1));
        assertEquals(0.5, mean, 5 * Math.sqrt(variance / draws) + 1.0 / draws);
        assertEquals(variance, squares - mean * mean, 0.1 * variance);
    }

    @Test
    void specAugmentHidesOneRunOfEachAxis() {
        NDArray ones = manager.ones(SHAPE);
        float[] masked =
                new SpecAugment(8, 12).apply(ones, new SplittableRandom(3)).toFloatArray();
        boolean bandsHidden = false;
        boolean framesHidden = false;
        for (int clip = 0; clip < 6; clip++) {
            String rows = "";
            for (int band = 0; band < 20; band++) {
                rows += any(masked, clip, band, 0, 1, 30) ? "1" : "0";
            }
            String columns = "";
            for (int frame = 0; frame < 30; frame++) {
                columns += any(masked, clip, 0, frame, 30, 20) ? "1" : "0";
            }
            assertTrue(rows.matches("1*0{0,7}1*"), rows);
            assertTrue(columns.matches("1*0{0,11}1*"), columns);
            bandsHidden |= rows.contains("0");
            framesHidden |= columns.contains("0");
        }
        assertTrue(bandsHidden && framesHidden);
        assertArrayEquals(
                batch.toFloatArray(),
                new SpecAugment(0, 0).apply(batch, new SplittableRandom(3)).toFloatArray());
    }

    /** Whether any of {@code count} values from a place on is not zero. */
    private static boolean any(float[] values, int clip, int band, int frame, int step, int count) {
        for (int i = 0; i < count; i++) {
            if (values[(clip * 20 + band) * 30 + frame + i * step] != 0) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aCropOfEverythingChangesNothing() {
        RandomResizeCrop whole = new RandomResizeCrop(1, 1, 1, 1);
        assertArrayEquals(
                batch.toFloatArray(),
                whole.apply(batch, new SplittableRandom(1)).toFloatArray(),
                1e-6f);
    }

    /** The same numbers as PyTorch's interpolate(mode="bicubic", align_corners=True). */
    @Test
    void stretchingIsBicubic() {
        ResizedAxis axis = new ResizedAxis(1, 5, new long[20], new float[20]);
        axis.set(0, 1, 3);
        NDArray values = manager.create(new float[] {9, 1, 4, 2, 9}).reshape(1, 1, 5);
        // Positions 0, 0.5, 1, 1.5, 2 of 1, 4, 2, the ends repeated.
        float half = 0.59375f; // the weight at distance 1/2; -0.09375 at 3/2
        float far = -0.09375f;
        assertArrayEquals(
                new float[] {1, half * (1 + 4) + far * (1 + 2), 4, half * (4 + 2) + far * (1 + 2), 2},
                axis.apply(values).toFloatArray(),
                1e-6f);
    }

    @Test
    void outsideOfTheSpectrogramLieZeros() {
        ResizedAxis axis = new ResizedAxis(1, 4, new long[16], new float[16]);
        axis.set(0, -4, 4);
        assertArrayEquals(
                new float[4],
                axis.apply(manager.ones(new Shape(1, 2, 4))).get("0, 0").toFloatArray());
        NDArray ones = manager.ones(SHAPE);
        NDArray changed = new RandomResizeCrop(1, 1.5, 0.6, 1.5).apply(ones, new SplittableRandom(4));
        assertEquals(SHAPE, changed.getShape());
        // A constant stays one but near the edge of the zeros, where a cubic swings.
        assertTrue(changed.max().getFloat() < 1.2f);
        assertTrue(changed.min().getFloat() > -0.2f);
        assertNotEquals((float) SHAPE.size(), changed.sum().getFloat(), "some of the canvas is seen");
    }

    @Test
    void crops() {
        RandomResizeCrop crop = RandomResizeCrop.standard();
        float[] once = crop.apply(batch, new SplittableRandom(8)).toFloatArray();
        assertArrayEquals(once, crop.apply(batch, new SplittableRandom(8)).toFloatArray());
        assertNotEquals(once[7], crop.apply(batch, new SplittableRandom(9)).toFloatArray()[7]);
    }

    @Test
    void wrongValuesAreNamed() {
        assertRefused("noise_ratio", () -> new BackgroundNoise(1, -16));
        assertRefused("mixup", () -> new Mixup(1.5));
        assertRefused("spec_augment.bands", () -> new SpecAugment(-1, 0));
        assertRefused("random_resize_crop.largest", () -> new RandomResizeCrop(1, 1, 0.6, 0.5));
    }

    private static void assertRefused(String key, Runnable maker) {
        String message = assertThrows(ConfigurationException.class, maker::run).getMessage();
        assertTrue(message.startsWith(key), message);
    }
}

package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.dapple.contracts.MaskingContract;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.store.Corpus;
import org.dapple.masking.MaskInput;
import org.dapple.train.PretrainingJob;
import org.dapple.train.PretrainingListener;
import org.dapple.train.record.MetricsLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnMaskingStrategyTest {
    private static final PatchGrid GRID = PatchGrid.of(80, 96, 16, 16);

    @TempDir
    Path folder;

    @Test
    void trainsAndGoesOnAsIfNothingHadHappened() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        OwnMaskingStrategy.run(folder, new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.out.print(printed.toString(StandardCharsets.UTF_8));
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.get(0).startsWith("begun: INTERRUPTED after step 20, loss "), lines.get(0));
        assertEquals("the run was begun with LoudestMasking[ratio=0.7, chance=0.5]", lines.get(1));
        assertTrue(lines.get(2).startsWith("resumed: FINISHED after step 40, loss "), lines.get(2));
        assertTrue(number(lines.get(2)) < number(lines.get(0)), "the loss falls");
        assertEquals("the encoder is in " + folder.resolve("run").resolve("encoder"), lines.get(3));

        RunDirectory undisturbed = RunDirectory.create(folder.resolve("undisturbed"));
        try (NDManager manager = NDManager.newBaseManager()) {
            Corpus sounds = new Corpus(folder.resolve("sounds"), "", List.of());
            new PretrainingJob(OwnMaskingStrategy.config(), sounds, undisturbed, OwnMaskingStrategy.catalogues())
                    .run(manager, new PretrainingListener() {});
        }
        assertEquals(
                MetricsLog.read(undisturbed.metrics()),
                MetricsLog.read(new RunDirectory(folder.resolve("run")).metrics()));
    }

    private static double number(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    @Test
    void keepsTheContractOfStrategies() {
        try (NDManager manager = NDManager.newBaseManager()) {
            MaskingContract.check(new LoudestMasking(0.7, 0.5), manager).require();
        }
    }

    @Test
    void hidesTheLoudest() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray batch = manager.zeros(new Shape(1, 1, 80, 96));
            batch.set(new NDIndex(":, :, 16:32, 32:48"), 5); // row 1, column 2
            PatchMask mask = new LoudestMasking(0.1, 0.1).mask(new MaskInput(batch, GRID, 0));
            assertEquals(1, mask.binary().toFloatArray()[GRID.index(1, 2)]);
        }
    }

    @Test
    void refusesARatioOfOne() {
        ConfigurationException refused = assertThrows(ConfigurationException.class, () -> new LoudestMasking(1, 0.5));
        assertTrue(refused.getMessage().contains("ratio"), refused.getMessage());
    }
}

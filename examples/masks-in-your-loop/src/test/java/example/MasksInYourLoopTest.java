package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksInYourLoopTest {

    @ParameterizedTest
    @CsvSource({"random,RandomMasking", "dwm,DispersionWeightedMasking", "time,TimeMasking"})
    void aNetworkThatIsNotDapplesLearns(String name, String type) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        float[] errors = MasksInYourLoop.train(name, new PrintStream(printed, true, StandardCharsets.UTF_8));
        String line = printed.toString(StandardCharsets.UTF_8);
        System.out.print(line);
        assertTrue(line.startsWith(type + "[ratio=0.7"), line);
        assertEquals(1, line.lines().count());
        assertTrue(errors[1] < 0.75 * errors[0], line);
    }

    @Test
    void needsNothingButMasksAndCore() {
        for (String name : List.of("data/Clip", "models/Linear", "train/AdamW", "eval/Embedder", "cli/Dapple")) {
            assertNull(getClass().getResource("/org/dapple/" + name + ".class"), name);
        }
    }
}

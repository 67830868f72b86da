package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dapple.experiment.EncoderEvaluation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderEvaluationTest {
    @TempDir
    Path folder;

    @Test
    void encodersAreTestedByOneCall() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        EncoderEvaluation.Result result = EncoderEvaluationExample.run(folder, new PrintingWatch(out));
        String text = printed.toString(StandardCharsets.UTF_8);
        System.out.print(text);
        assertEquals(
                List.of("log-mel statistics", "untrained", "run"),
                result.evaluation().encoders());
        assertTrue(Files.readString(result.page()).contains("Evaluation of encoders"));
        assertTrue(Files.exists(folder.resolve("evaluation/scores.csv")));
        assertTrue(text.contains("synthetic, run: embedding, "), text);
    }
}

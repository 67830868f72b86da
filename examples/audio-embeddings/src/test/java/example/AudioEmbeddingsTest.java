package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ModelException;
import ai.djl.translate.TranslateException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioEmbeddingsTest {
    @TempDir
    Path folder;

    @Test
    void likeSoundsHaveLikeEmbeddings() throws IOException, ModelException, TranslateException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        AudioEmbeddings.run(UntrainedEncoder.write(folder), new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.out.print(printed.toString(StandardCharsets.UTF_8));
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals("every sound is 240 numbers", lines.get(0));
        double same = likeness(lines.get(1));
        double semitone = likeness(lines.get(2));
        double octaves = likeness(lines.get(3));
        double noise = likeness(lines.get(4));
        assertEquals(1, same, 0.0005);
        assertTrue(same > semitone && semitone > octaves && octaves > noise, lines.toString());
    }

    private static double likeness(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1).replace(',', '.'));
    }

    @Test
    void needsNothingButTheModels() {
        for (String name : List.of("data/Clip", "masking/MaskInput", "train/AdamW", "eval/Embedder", "cli/Dapple")) {
            assertNull(getClass().getResource("/org/dapple/" + name + ".class"), name);
        }
    }
}

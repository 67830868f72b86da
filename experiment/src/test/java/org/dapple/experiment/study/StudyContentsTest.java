package org.dapple.experiment.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.settings.Settings;
import org.dapple.data.clips.Manifest;
import org.dapple.data.task.DownstreamTask;
import org.dapple.train.Catalogues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyContentsTest {
    @TempDir
    Path folder;

    private Path set(String name, String... rows) throws IOException {
        Path set = Files.createDirectories(folder.resolve(name));
        StringBuilder text = new StringBuilder("filename,label,split\n");
        for (String row : rows) {
            text.append(row).append('\n');
            Files.writeString(set.resolve(row.substring(0, row.indexOf(','))), row);
        }
        Files.writeString(set.resolve("manifest.csv"), text.toString());
        return set;
    }

    private StudyConfig study(Object data) {
        Map<String, Object> tree = new HashMap<>();
        tree.put("data", data);
        tree.put("masks", Map.of("random", Map.of("strategy", "random")));
        tree.put("seeds", List.of(1));
        tree.put("evaluate", Map.of("tasks", List.of("tested")));
        return StudyConfig.read(new Settings(tree), folder, Catalogues.standard());
    }

    /** The key of a score, read anew as a new process does. */
    private String key(Object data, Path tested) throws IOException {
        StudyConfig study = study(data);
        StudyContents contents = new StudyContents(new StudyData(study, new StudyFolder(folder), null));
        DownstreamTask task = DownstreamTask.of(
                "tested", Manifest.read(tested.resolve("manifest.csv")).clips(), 1);
        Entrant entrant = new Entrant(Entrant.Kind.TRAINED, study.cells().get(0));
        return new ScoreFile(folder.resolve("scores.json"), entrant).key(study, task, contents);
    }

    @Test
    void aScoreIsOfTheSoundsThatItWasMadeWith() throws IOException {
        Path trained = set("trained", "a.wav,x,train", "b.wav,y,train");
        Path tested = set("tested", "c.wav,x,train", "d.wav,y,test");
        String data = "trained/manifest.csv";
        String key = key(data, tested);
        assertEquals(key, key(data, tested));

        Path elsewhere = set("elsewhere", "c.wav,x,train", "d.wav,y,test");
        assertEquals(key, key(data, elsewhere), "the same sounds in another data_root");
        Files.writeString(elsewhere.resolve("d.wav"), "noise");
        assertNotEquals(key, key(data, elsewhere), "the same manifest, other sounds");
        Files.delete(elsewhere.resolve("d.wav"));
        assertNotEquals(key, key(data, elsewhere), "a sound that is gone");

        set("copy", "a.wav,x,train", "b.wav,y,train");
        assertEquals(key, key("copy/manifest.csv", tested), "training sounds that were moved");
        set("copy", "a.wav,x,train");
        assertNotEquals(key, key("copy/manifest.csv", tested), "fewer training clips");
        assertNotEquals(key, key(Map.of("path", data, "weight", 2), tested), "another weight");
        Files.writeString(trained.resolve("b.wav"), "another");
        assertNotEquals(key, key(data, tested), "another training sound");
    }
}

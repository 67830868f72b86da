package org.dapple.experiment.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.masking.DispersionWeightedMasking;
import org.dapple.masking.HintSchedule;
import org.dapple.masking.RandomMasking;
import org.junit.jupiter.api.Test;

/** How a study is written. */
class StudyConfigTest {
    private static Map<String, Object> tree() {
        return StudySample.tree(2, "a");
    }

    private static List<String> names(StudyConfig study) {
        return study.cells().stream().map(Cell::name).toList();
    }

    private static void assertRefused(String sentence, Map<String, Object> tree) {
        String message = String.valueOf(assertThrows(ConfigurationException.class, () -> StudySample.read(tree))
                .getMessage());
        assertTrue(message.contains(sentence), message);
    }

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> tree = tree();
        tree.put(key, value);
        return tree;
    }

    @Test
    void cellsGoSeedBySeed() {
        StudyConfig study = StudySample.read(tree());
        assertEquals(List.of("mae-random-seed1", "mae-dwm-seed1", "mae-random-seed2", "mae-dwm-seed2"), names(study));
        assertEquals(Path.of("base/sounds"), study.data().get(0).path());
        assertEquals(2, study.cells().get(2).config().seed());
        assertEquals(208, study.cells().get(2).config().input().cropFrames().orElseThrow());
    }

    @Test
    void listsAreVaried() {
        Map<String, Object> dwm = new LinkedHashMap<>();
        dwm.put("strategy", "dwm");
        dwm.put("ratio", List.of(0.6, 0.7));
        Map<String, Object> schedule = new LinkedHashMap<>();
        schedule.put("form", "cosine");
        schedule.put("start", 1);
        schedule.put("end", 0.25);
        dwm.put("hint", List.of(0, schedule));
        StudyConfig study = StudySample.read(with("masks", Map.of("dwm", dwm)));
        assertEquals(
                List.of(
                        "dwm-ratio-0.6-hint-0",
                        "dwm-ratio-0.6-hint-cosine-1-0.25",
                        "dwm-ratio-0.7-hint-0",
                        "dwm-ratio-0.7-hint-cosine-1-0.25"),
                study.strategies().stream().map(Strategy::masks).toList());
        assertEquals(
                new DispersionWeightedMasking(0.7, new HintSchedule(HintSchedule.Form.COSINE, 1, 0.25)),
                study.cells().get(3).config().masking());
    }

    /** A model may have its own ratio, as the reference's do. */
    @Test
    void modelsAddToWhatAllHave() {
        Map<String, Object> models = new LinkedHashMap<>();
        models.put("mae", Map.of("masking", Map.of("ratio", 0.75), "decoder", Map.of("depth", 1)));
        models.put("m2d", Map.of("pretext", "m2d"));
        Map<String, Object> tree = with("models", models);
        StudyConfig study = StudySample.read(tree);
        assertEquals(List.of("mae", "m2d"), study.models());
        assertEquals(new RandomMasking(0.75), study.cells().get(0).config().masking());
        assertEquals(new RandomMasking(0.7), study.cells().get(2).config().masking());

        tree.put("cells", List.of(Map.of("models", "m2d", "seeds", List.of(2)), Map.of("masks", List.of("random"))));
        assertEquals(
                List.of(
                        "mae-random-seed1",
                        "m2d-random-seed1",
                        "mae-random-seed2",
                        "m2d-random-seed2",
                        "m2d-dwm-seed2"),
                names(StudySample.read(tree)));
    }

    @Test
    void wrongKeysAreNamedAsTheyAreWritten() {
        assertRefused("mask is not a known key; did you mean masks?", with("mask", "x"));
        assertRefused(
                "pretrain.max_step is not a known key; did you mean max_steps?",
                with("pretrain", Map.of("max_step", 3)));
        assertRefused(
                "masks.dwm.ratio must be between 0 and 1",
                with("masks", Map.of("dwm", Map.of("strategy", "dwm", "ratio", 1.7))));
        assertRefused(
                "masks.dwm.hnt is not a known key; did you mean hint?",
                with("masks", Map.of("dwm", Map.of("strategy", "dwm", "hnt", 0.5))));
        assertRefused("models.m.pretext must be one of", with("models", Map.of("m", Map.of("pretext", "mea"))));
        assertRefused(
                "evaluate.probe_seed is not a known key; did you mean probe_seeds?",
                with("evaluate", Map.of("tasks", "a", "probe_seed", 3)));
        assertRefused("evaluate.tasks must name at least one task", with("evaluate", Map.of()));
        assertRefused("seeds must be whole numbers", with("seeds", List.of("one")));
        assertRefused("seeds must differ", with("seeds", List.of(1, 1)));
        assertRefused("pretrain.seed cannot be set here", with("pretrain", Map.of("seed", 3)));
        assertRefused("crop_frames must be a number in a study", with("pretrain", Map.of("crop_frames", "auto")));
        assertRefused("did you mean dwm?", with("cells", List.of(Map.of("masks", "dvm"))));
        assertRefused("synthetic", with("synthetic", Map.of("train", 3)));
        assertRefused("masks must name at least one", with("masks", Map.of()));
    }

    @Test
    void shardsDealAllCellsOnce() {
        for (int cell = 0; cell < 20; cell++) {
            int owners = 0;
            for (int part = 0; part < 3; part++) {
                owners += Shard.of(part + "/3").has(cell) ? 1 : 0;
            }
            assertEquals(1, owners);
        }
        assertThrows(ConfigurationException.class, () -> Shard.of("3/3"));
        assertThrows(ConfigurationException.class, () -> Shard.of("1"));
    }
}

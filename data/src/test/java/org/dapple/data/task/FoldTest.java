package org.dapple.data.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.RowCounts;
import org.dapple.data.clips.SkippedClip;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldTest {
    private static Clip clip(int number, @Nullable String split, @Nullable String fold) {
        return new Clip(number + ".wav", Path.of(number + ".wav"), number % 2 == 0 ? "a" : "b", fold, split);
    }

    private static List<Clip> split(String... splits) {
        List<Clip> clips = new ArrayList<>();
        for (String split : splits) {
            clips.add(clip(clips.size(), split, null));
        }
        return clips;
    }

    @Test
    void partsAreFoundUnderTheirUsualNames() {
        List<Fold> folds =
                Fold.of(split("Training", "training", "dev", "EVAL", "eval"), new Seeds(1), Validation.STRATIFIED);
        assertEquals(List.of(new Fold("test", List.of(0, 1), List.of(2), List.of(3, 4))), folds);
    }

    @Test
    void rowsThatTakeNoPartAreCountedWithTheReason() {
        List<Clip> clips = split("train", "extra", "test", "", "extra", "val", "train");
        RowCounts rows = Fold.rows(clips, List.of(new SkippedClip("6.wav", "broken"), new SkippedClip("1.wav", "too")));
        assertEquals(new RowCounts(7, new TreeMap<>(Map.of("split extra", 2, "no split", 1)), 1, 2), rows);
        assertEquals(3, rows.used());
        assertEquals(Optional.of("3 of 7 rows are left out: 1 of no split, 2 of split extra"), rows.sentence());
        assertEquals(
                Map.of("listed", 7, "used", 3, "skipped", 1, "labels", 2, "left_out", rows.leftOut()), rows.toJson());
        assertEquals(
                Optional.empty(), Fold.rows(split("train", "test"), List.of()).sentence());
        List<Clip> folded = List.of(clip(0, null, "1"), clip(1, null, null), clip(2, "extra", "2"));
        assertEquals(
                Optional.of("1 of 3 rows are left out: 1 of no fold"),
                Fold.rows(folded, List.of()).sentence());
    }

    @Test
    void labelsOfRowsThatTakeNoPartAreNoClasses() {
        List<Clip> clips = new ArrayList<>(split("train", "train", "test"));
        clips.add(new Clip("x", Path.of("x"), "c;d", null, "extra"));
        clips.add(new Clip("y", Path.of("y"), null, null, null));
        DownstreamTask task = DownstreamTask.of("t", clips, 1);
        assertEquals(List.of("a", "b"), task.labels());
        assertEquals(DownstreamMetric.ACCURACY, task.metric());
        assertEquals(clips.subList(0, 3), Fold.used(clips));
        assertEquals(2, Fold.used(split("", "extra")).size(), "a set that is not divided yet");
    }

    @Test
    void aSetThatIsNotDividedSaysWhatItHas() {
        assertEquals(
                "data must have a column split with train and test, or a column fold with at least two folds; there are"
                        + " the splits extra, train and no folds",
                assertThrows(
                                ConfigurationException.class,
                                () -> Fold.of(split("train", "extra"), new Seeds(1), Validation.STRATIFIED))
                        .getMessage());
    }

    @Test
    void aTaskNamesEveryClipOnce() {
        List<Clip> twice = List.of(clip(1, "train", null), clip(2, "test", null), clip(1, "test", null));
        assertEquals(
                "data names the clip 1.wav more than once",
                assertThrows(ConfigurationException.class, () -> DownstreamTask.of("t", twice, 1))
                        .getMessage());
    }
}

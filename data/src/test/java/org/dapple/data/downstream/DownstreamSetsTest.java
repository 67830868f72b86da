package org.dapple.data.downstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.task.DownstreamMetric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every set of the catalogue. */
class DownstreamSetsTest {
    @TempDir
    Path folder;

    static List<DownstreamSet> sets() {
        return DownstreamSets.standard().all();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void isDescribedAndFoundByItsNames(DownstreamSet set) {
        DownstreamInfo info = set.info();
        assertTrue(info.licence().length() > 4 && info.source().length() > 10, info.toString());
        assertTrue(info.seconds() >= 1 && info.seconds() <= 30, info.toString());
        assertTrue(info.parts().isEmpty()
                || info.parts().size() == 5
                || info.parts().size() == 10
                || info.parts().keySet().equals(Set.of("train", "valid", "test")));
        assertSame(set, DownstreamSets.standard().with(set).get(set.name()));
        for (String alias : info.aliases()) {
            assertEquals(
                    set,
                    DownstreamSets.standard().get(alias.toUpperCase(Locale.ROOT).replace('-', '_')));
        }
    }

    @ParameterizedTest
    @MethodSource("sets")
    void refusesAFolderThatHasNothingOfIt(DownstreamSet set) {
        for (Path path : List.of(folder, folder.resolve("missing"))) {
            ConfigurationException refused = assertThrows(ConfigurationException.class, () -> set.read(path));
            assertEquals("data", refused.key());
            String sentence = refused.getMessage();
            assertTrue(
                    sentence.contains(set.info().title())
                            && sentence.contains(set.info().source()),
                    sentence);
            assertTrue(sentence.contains(path.toString()), sentence);
        }
    }

    /** The numbers of the protocol; a set's own documents agree. */
    @Test
    void theProtocolsNumbers() {
        Map<String, String> expected = Map.of(
                "esc50", "5.0 s, 50 classes, 2000 clips, accuracy",
                "us8k", "4.0 s, 10 classes, 8732 clips, accuracy",
                "spcv2", "1.0 s, 35 classes, 105829 clips, accuracy",
                "vc1", "8.2 s, 1251 classes, 153516 clips, accuracy",
                "voxforge", "5.8 s, 6 classes, 176428 clips, accuracy",
                "cremad", "2.5 s, 6 classes, 7438 clips, accuracy",
                "gtzan", "30.0 s, 10 classes, 930 clips, accuracy",
                "nsynth", "4.0 s, 11 classes, 305979 clips, accuracy",
                "surge", "4.0 s, 88 classes, 183392 clips, accuracy",
                "fsd50k", "7.6358 s, 200 classes, 51197 clips, mAP");
        assertEquals(expected.size(), sets().size());
        for (DownstreamSet set : sets()) {
            DownstreamInfo info = set.info();
            assertEquals(
                    expected.get(set.name()),
                    info.seconds() + " s, " + info.classes() + " classes, " + info.clips() + " clips, "
                            + info.metric().shortName());
            assertEquals(set.name().equals("fsd50k"), info.multiLabel());
        }
    }

    @Test
    void namesAreUniqueAndAMistypedOneIsCorrected() {
        Set<String> names = new HashSet<>();
        for (DownstreamSet set : sets()) {
            assertTrue(names.add(set.name()), set.name());
            set.info().aliases().forEach(alias -> assertTrue(names.add(alias), alias));
        }
        DownstreamSets standard = DownstreamSets.standard();
        assertEquals(new UrbanSound8k(), standard.get("UrbanSound8K"));
        assertEquals(new SpeechCommandsV2(), standard.get("speech-commands"));
        ConfigurationException unknown = assertThrows(ConfigurationException.class, () -> standard.get("nsinth"));
        assertEquals(
                "name must be one of esc50, us8k, spcv2, vc1, voxforge, cremad, gtzan, nsynth, surge, fsd50k; it is"
                        + " nsinth (did you mean nsynth?)",
                unknown.getMessage());
    }

    @Test
    void aSetFromOutsideJoins() {
        DownstreamInfo info = new DownstreamInfo(
                "own", List.of("mine"), "Own", 1, 2, 3, Map.of(), DownstreamMetric.ACCURACY, "free", "here");
        DownstreamSet own = new DownstreamSet() {
            @Override
            public DownstreamInfo info() {
                return info;
            }

            @Override
            public DownstreamClips read(Path path) {
                throw new UnsupportedOperationException();
            }
        };
        DownstreamSets larger = DownstreamSets.standard().with(own);
        assertSame(own, larger.get("mine"));
        assertEquals(10, sets().size(), "the standard ones are as they were");
        assertThrows(
                ConfigurationException.class,
                () -> new DownstreamInfo(
                        "own",
                        List.of(),
                        "Own",
                        1,
                        2,
                        3,
                        DownstreamInfo.folds(1, 1),
                        DownstreamMetric.ACCURACY,
                        "free",
                        "here"));
    }
}

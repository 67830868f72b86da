package org.dapple.data.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.files.Json;
import org.dapple.core.run.HeardList;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What weights have heard is known in full, or it is said that it is not. */
class HeardTest {
    private static final HeardClip A = new HeardClip("a.wav", 7, "01", "3", "set-0123456789ab", false);
    private static final HeardClip B = new HeardClip("b.wav", 8, "02", null, "set-0123456789ab", false);

    @TempDir
    Path folder;

    private RunDirectory run(Heard heard) throws IOException {
        RunDirectory run = new RunDirectory(folder);
        Map<String, Object> description = new LinkedHashMap<>(Map.of("config", Map.of()));
        heard.write(run.clips()).describe(description);
        Json.write(run.description(), description);
        return run;
    }

    @Test
    void theListOfARunIsReadBack() throws IOException {
        Heard heard = new Heard(List.of(A, B), true);
        RunDirectory run = run(heard);
        assertEquals(heard, Heard.of(run));
        assertFalse(Json.read(run.description()).toString().contains(folder.toString()), "no path of the machine");
    }

    /** Each of these was read as fewer clips, or as none. */
    @ParameterizedTest
    @ValueSource(strings = {"emptied", "header only", "cut between rows", "a row changed", "gone"})
    void aListThatWasChangedIsRefused(String damage) throws IOException {
        RunDirectory run = run(new Heard(List.of(A, B), true));
        String text = Files.readString(run.clips());
        int second = text.indexOf("b.wav");
        switch (damage) {
            case "emptied" -> Files.writeString(run.clips(), "");
            case "header only" -> Files.writeString(run.clips(), text.substring(0, text.indexOf("a.wav")));
            case "cut between rows" -> Files.writeString(run.clips(), text.substring(0, second));
            case "a row changed" -> Files.writeString(run.clips(), text.replace("02", "03"));
            default -> Files.delete(run.clips());
        }
        String message = assertThrows(IOException.class, () -> Heard.of(run)).getMessage();
        assertTrue(message.contains("clips.csv, the list of the 2 clips that were heard, "), message);
        assertTrue(message.contains("restore the original"), message);
    }

    @Test
    void aCountThatIsNotThatOfTheListIsRefused() throws IOException {
        HeardList list = new Heard(List.of(A, B), true).write(folder.resolve("heard.csv"));
        HeardList other = new HeardList(list.file(), 3, list.sha256(), true);
        String message = assertThrows(IOException.class, () -> Heard.of(Optional.of(other)))
                .getMessage();
        assertTrue(message.contains("lists 2 clips, but the description beside it says 3"), message);
    }

    @Test
    void ofOlderRunsItIsNotKnownWhetherTheListIsAll() throws IOException {
        RunDirectory run = new RunDirectory(folder);
        Json.write(run.description(), Map.of("clips", 1));
        HeardClips.write(run.clips(), List.of(A));
        assertEquals(new Heard(List.of(A), false), Heard.of(run));
        assertEquals(Heard.notKnown(), Heard.of(Optional.empty()));
    }

    @Test
    void whatWasHeardBeforeIsInheritedOnce() {
        Heard first = Heard.nothing().thenTrainedOn(List.of(A));
        Heard second = first.thenTrainedOn(List.of(B));
        HeardClip inherited = new HeardClip("a.wav", 7, "01", "3", "set-0123456789ab", true);
        assertEquals(new Heard(List.of(B, inherited), true), second);
        Heard third = second.thenTrainedOn(List.of(A));
        assertEquals(3 - 1, third.clips().size(), "a is the run's own again");
        assertEquals(
                List.of("a.wav", "b.wav"),
                third.clips().stream().map(HeardClip::filename).toList());
        assertFalse(Heard.notKnown().thenTrainedOn(List.of(A)).complete());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../heard.csv", "/etc/passwd", "", ".", "a/b"})
    void aDescriptionNamesAFileInItsFolderOnly(String name) {
        Map<String, Object> section = Map.of("file", name, "clips", 1, "sha256", "0".repeat(64), "complete", true);
        Settings description = new Settings(Map.of("heard", section));
        assertEquals(
                "heard.file",
                assertThrows(ConfigurationException.class, () -> HeardList.in(description, folder))
                        .key());
    }

    @Test
    void aCopyIsMadeOfASoundListOnly() throws IOException {
        HeardList list = new Heard(List.of(A), true).write(folder.resolve("clips.csv"));
        Path copy = folder.resolve("encoder/heard.csv");
        assertEquals(new HeardList(copy, 1, list.sha256(), true), list.copyTo(copy));
        Files.writeString(list.file(), "");
        list.copyTo(copy); // is there already
        assertThrows(IOException.class, () -> list.copyTo(folder.resolve("other.csv")));
        assertFalse(Files.exists(folder.resolve("other.csv")));
    }
}

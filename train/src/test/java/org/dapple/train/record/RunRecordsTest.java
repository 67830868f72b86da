package org.dapple.train.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dapple.core.run.RunDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordsTest {
    @TempDir
    Path folder;

    private RunDirectory run() {
        return new RunDirectory(folder);
    }

    private void write(boolean tensorBoard, long first) throws IOException {
        try (RunRecords records = new RunRecords(run(), tensorBoard, first)) {
            records.write(
                    List.of(new MetricsLog.Entry(first, 1.5, 0.01, 3), new MetricsLog.Entry(first + 1, 1.25, 0.02, 2)),
                    Map.of("clips_per_second", 100.0));
        }
    }

    private List<Path> eventFiles() throws IOException {
        try (Stream<Path> files = Files.list(run().tensorboard())) {
            return files.sorted().toList();
        }
    }

    @Test
    void tensorBoardFindsEveryNumber() throws IOException {
        write(true, 300);
        List<EventFile.Event> events = EventFile.read(eventFiles().get(0));
        assertEquals(4, events.size());
        assertEquals("brain.Event:2", events.get(0).version());
        assertTrue(events.get(0).wallTime() > 1.7e9, "seconds since 1970");
        assertEquals(300, events.get(1).step());
        assertEquals(1, events.get(1).session(), "older files' events from here on are void");
        assertEquals(300, events.get(2).step());
        assertEquals(
                Map.of("loss", 1.5f, "learning_rate", 0.01f, "gradient_norm", 3f),
                events.get(2).scalars());
        assertEquals(301, events.get(3).step());
        assertEquals(
                Map.of("loss", 1.25f, "learning_rate", 0.02f, "gradient_norm", 2f, "clips_per_second", 100f),
                events.get(3).scalars());
    }

    @Test
    void aRunThatGoesOnAddsAFileThatSortsBehind() throws IOException {
        write(true, 0);
        write(true, 1);
        write(true, 1L << 40);
        List<Path> files = eventFiles();
        assertEquals(3, files.size());
        for (Path file : files) {
            assertTrue(file.getFileName().toString().startsWith("events.out.tfevents."), file.toString());
        }
        assertEquals(0, EventFile.read(files.get(0)).get(2).step());
        assertEquals(1, EventFile.read(files.get(1)).get(2).step());
        assertEquals(1L << 40, EventFile.read(files.get(2)).get(2).step());
        assertEquals(
                List.of(0L, 1L, 2L, 1L << 40, (1L << 40) + 1),
                MetricsLog.read(run().metrics()).stream()
                        .map(MetricsLog.Entry::step)
                        .toList());
    }

    @Test
    void withoutItThereIsNone() throws IOException {
        write(false, 0);
        assertFalse(Files.exists(run().tensorboard()));
        assertTrue(Files.readString(run().metrics()).endsWith("\"clips_per_second\":100.0}\n"));
    }

    @Test
    void aTornLastLineIsLeftOut() throws IOException {
        write(false, 0);
        Files.writeString(run().metrics(), "{\"step\":2,\"lo", StandardOpenOption.APPEND);
        assertEquals(2, MetricsLog.read(run().metrics()).size());
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() throws IOException {
        MetricsLog log = new MetricsLog(run().metrics(), 0);
        log.close();
        IOException refusal =
                assertThrows(IOException.class, () -> log.write(List.of(new MetricsLog.Entry(0, 1, 1, 1)), Map.of()));
        assertTrue(refusal.getMessage().startsWith(run().metrics() + " could not be written"), refusal.getMessage());
    }
}

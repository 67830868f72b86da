package org.dapple.data.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.audio.ByteWriter;
import org.dapple.data.clips.HeardClip;
import org.dapple.data.clips.HeardClips;
import org.dapple.data.clips.StoredClip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyLogMelsTest {
    @TempDir
    Path folder;

    /** Value of band b and frame t: 100 b + t. */
    private void write(String name, String type, String shape, int bands, int frames) throws IOException {
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
        header += " ".repeat(117 - header.length()) + "\n";
        ByteWriter file = new ByteWriter().raw(new byte[] {(byte) 0x93});
        file.ascii("NUMPY")
                .little(1, 8)
                .little(0, 8)
                .little(header.length(), 16)
                .ascii(header);
        for (int band = 0; band < bands; band++) {
            for (int frame = 0; frame < frames; frame++) {
                float value = 100 * band + frame;
                switch (type) {
                    case "<f2" -> file.little(HalfFloat.encode(value) & 0xFFFF, 16);
                    case "<f4" -> file.little(Float.floatToRawIntBits(value) & 0xFFFFFFFFL, 32);
                    default -> file.little(Double.doubleToRawLongBits(value), 64);
                }
            }
        }
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, file.bytes());
    }

    private void assertCrop(NpyLogMels logMels, StoredClip clip, double tolerance) throws IOException {
        FloatBuffer crop = FloatBuffer.allocate(3 * 80 + 1);
        crop.position(1);
        logMels.read(clip, 2, 3, crop);
        assertEquals(0, crop.remaining());
        assertEquals(2, crop.get(1), "band 0, frame 2");
        assertEquals(104, crop.get(1 + 2 * 80 + 1), "band 1, frame 4");
        assertEquals(7903, crop.get(1 + 80 + 79), tolerance, "band 79, frame 3");
    }

    @Test
    void foldersOfSpectrogramsAreRead() throws IOException {
        write("a.npy", "<f4", "(1, 80, 7)", 80, 7);
        write("deeper/b.npy", "<f8", "(80, 5)", 80, 5);
        write("deeper/c.npy", "<f2", "(1, 80, 6)", 80, 6);
        write("mels128.npy", "<f4", "(1, 128, 6)", 128, 6);
        Files.writeString(folder.resolve("text.npy"), "this is no array");
        write("cut.npy", "<f4", "(1, 80, 9)", 80, 8);
        assertTrue(NpyLogMels.isLayout(folder));
        try (NpyLogMels logMels = NpyLogMels.open(folder)) {
            assertEquals(
                    List.of("a.npy", "deeper/b.npy", "deeper/c.npy"),
                    logMels.clips().stream().map(clip -> clip.clip().filename()).toList());
            assertEquals(
                    List.of(7, 5, 6),
                    logMels.clips().stream().map(StoredClip::frames).toList());
            assertCrop(logMels, logMels.clips().get(0), 0);
            assertCrop(logMels, logMels.clips().get(1), 0);
            assertCrop(logMels, logMels.clips().get(2), 2);
            HeardClips.write(folder.resolve("heard.csv"), HeardClip.of(logMels.clips()));
            List<HeardClip> heard = HeardClips.list(folder.resolve("heard.csv"));
            assertEquals(3, heard.stream().filter(clip -> !clip.isOfSound()).count());
            assertEquals(3, logMels.skipped().size());
            assertEquals(
                    "it has 128 bands and 6 frames instead of 80 bands",
                    logMels.skipped().get(1).reason());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> logMels.read(logMels.clips().get(1), 3, 3, FloatBuffer.allocate(999)));
        }
    }

    @Test
    void listsDecideWhichFilesAreRead() throws IOException {
        write("audioset_lms/x.npy", "<f4", "(1, 80, 7)", 80, 7);
        write("audioset_lms/y.npy", "<f4", "(1, 80, 8)", 80, 8);
        Path list = folder.resolve("files_audioset.csv");
        Files.writeString(list, "file_name\naudioset_lms/y.npy\naudioset_lms/missing.npy\n");
        for (Path path : List.of(folder, list)) {
            Corpus corpus = new Corpus(path, "", List.of());
            assertEquals(1, corpus.manifest().clips().size());
            try (LogMels logMels = corpus.openPrepared().orElseThrow()) {
                assertEquals(8, logMels.clips().get(0).frames());
                assertEquals("the file does not exist", logMels.skipped().get(0).reason());
            }
        }
        Files.writeString(list, "file_name\nmissing.npy\n");
        assertThrows(ConfigurationException.class, () -> NpyLogMels.open(list));
        assertFalse(NpyLogMels.isLayout(folder.resolve("audioset_lms/x.npy")));
    }

    @Test
    void partsOfAStoreAreChosenByItsLabels() throws IOException {
        SmallStores.of(folder.resolve("store"), 4, "clip", List.of(new float[8], new float[12]))
                .close();
        Corpus corpus = new Corpus(folder.resolve("store"), "train", List.of());
        try (LogMels logMels = corpus.openPrepared().orElseThrow()) {
            assertEquals(2, logMels.clips().size());
        }
        Corpus other = new Corpus(folder.resolve("store"), "test", List.of());
        assertThrows(ConfigurationException.class, other::manifest);
        assertThrows(ConfigurationException.class, other::openPrepared);
    }
}

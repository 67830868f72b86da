package org.dapple.data.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Waveform;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.audio.WavFile;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.reading.PieceHandler;
import org.dapple.data.reading.PieceReader;
import org.dapple.data.store.Corpus;
import org.dapple.data.store.LogMelExtraction;
import org.dapple.data.store.LogMelStore;
import org.dapple.data.store.StoreJob;
import org.dapple.data.store.StorePrecision;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest extends WithManager {
    @TempDir
    Path folder;

    private Path csv(String text) throws IOException {
        return Files.writeString(folder.resolve("manifest.csv"), text);
    }

    @Test
    void columnsAreFoundByNameAndOthersIgnored() throws IOException {
        Manifest manifest =
                Manifest.read(csv("\uFEFFsource,filename,fold,label\nx,\"a, b.wav\",2,dog\ny,c.wav,1,\n\n"));
        assertEquals(2, manifest.clips().size());
        Clip first = manifest.clips().get(0);
        assertEquals("a, b.wav", first.filename());
        assertEquals(folder.resolve("a, b.wav"), first.file());
        assertEquals("dog", first.label());
        assertEquals("2", first.fold());
        assertNull(first.split());
        assertEquals("x", first.source());
        assertEquals(List.of("dog"), first.labels());
        assertNull(manifest.clips().get(1).label());
        assertEquals(List.of(), manifest.clips().get(1).labels());
        assertEquals(Set.of("1", "2"), manifest.values(Clip::fold));
    }

    @Test
    void aManifestIsReadBackAsItWasWritten() throws IOException {
        Path below = folder.toAbsolutePath().resolve("sub/a, b.wav");
        Path outside = folder.toAbsolutePath().resolveSibling("c.wav");
        Manifest written = new Manifest(
                List.of(new Clip("a", below, "dog;bark", "2", "train", "x"), new Clip("c", outside, null, null, null)));
        Path csv = folder.resolve("written.csv");
        written.write(csv);
        List<Clip> read = Manifest.read(csv).clips();
        assertEquals(
                new Clip("sub/a, b.wav", csv.resolveSibling("sub/a, b.wav"), "dog;bark", "2", "train", "x"),
                read.get(0));
        assertEquals(List.of("dog", "bark"), read.get(0).labels());
        String name = outside.toString().replace('\\', '/');
        assertEquals(new Clip(name, outside, null, null, null), read.get(1));
    }

    @Test
    void rowsAreChosenBySplitAndFold() throws IOException {
        Path csv = csv("filename,split,fold\na,train,1\nb,test,1\nc,train,2\n");
        assertEquals(2, new Corpus(csv, "train", List.of()).manifest().clips().size());
        assertEquals(
                1, new Corpus(csv, "train", List.of("2")).manifest().clips().size());
        assertEquals(
                "folds must match rows of the manifest; it is 1,3, but the rows have 1, 2",
                assertThrows(ConfigurationException.class, () -> new Corpus(csv, "", List.of("1", "3")).manifest())
                        .getMessage());
        Corpus corpus = new Corpus(csv.toAbsolutePath(), "train", List.of("1", "2"));
        assertEquals(corpus, Corpus.read(new Settings(corpus.toSettings())));
    }

    /** Of a manifest with these rows below a header. */
    private String refusal(String header, String... rows) throws IOException {
        Path csv = csv(header + "\n" + String.join("\n", rows) + "\n");
        ConfigurationException refused = assertThrows(ConfigurationException.class, () -> Manifest.read(csv));
        assertEquals("data", refused.key());
        return String.valueOf(refused.getMessage()).replace(csv.toString(), "CSV");
    }

    @Test
    void splitsMayHaveTheirUsualNames() throws IOException {
        String[][] names = {
            {"train", "training", "Train", "TRAINING"},
            {"valid", "val", "dev", "validation", "Valid", "VAL", "Dev", "devel", "development"},
            {"test", "testing", "eval", "evaluation", "Test", "EVAL"}
        };
        for (String[] same : names) {
            for (String name : same) {
                Path csv = csv("filename,split\na.wav, " + name + "\nb.wav," + name + "\n");
                Manifest manifest = Manifest.read(csv);
                assertEquals(Set.of(same[0]), manifest.values(Clip::split), name);
                assertEquals(List.of(), manifest.remarks(), name);
                for (String asked : same) {
                    assertEquals(2, manifest.split(asked).clips().size(), name + " by " + asked);
                }
            }
        }
    }

    @Test
    void rowsOfOtherSplitsAreSaidWithTheirCount() throws IOException {
        Path csv = csv("filename,split\na,train\nb,extra\nc,test\nd,extra\ne,\nf,Holdout\n");
        Manifest manifest = Manifest.read(csv);
        assertEquals(
                List.of(csv + ": 3 of 6 rows have a split that is not train, valid or test: 1 Holdout, 2 extra"),
                manifest.remarks());
        assertEquals(manifest.remarks(), manifest.split("train").remarks());
        assertEquals(2, manifest.split("extra").clips().size(), "they can be asked for");
        assertEquals(
                new RowCounts(6, new TreeMap<>(Map.of("other splits or folds", 4)), 1, 0),
                manifest.split("extra").rows(List.of(new SkippedClip("d", "it is broken"))));
    }

    @Test
    void twoNamesOfAPartAreNotTakenForOne() throws IOException {
        assertEquals(
                "data cannot be used: line 4 of CSV: it has the split eval, rows above have test, and both are names of"
                        + " test: rename one",
                refusal("filename,split", "a,train", "b,test", "c,eval"));
        Path csv = csv("filename,split\na,Test\nb,test\n");
        assertEquals(2, Manifest.read(csv).split("test").clips().size());
    }

    @Test
    void labelsAreTrimmedAndEmptyOnesRefusedByTheirLine() throws IOException {
        List<Clip> clips = Manifest.read(csv("filename,label\na,dog; cat\nb,\" dog \"\nc,\" \"\nd,cat ;dog\n"))
                .clips();
        assertEquals(List.of("dog", "cat"), clips.get(0).labels());
        assertEquals("dog;cat", clips.get(0).label());
        assertEquals(List.of("dog"), clips.get(1).labels());
        assertNull(clips.get(2).label());
        assertEquals(List.of("cat", "dog"), clips.get(3).labels());
        for (String label : List.of("dog;", ";dog", "dog;;cat", ";", "dog; ")) {
            assertEquals(
                    "data cannot be used: line 3 of CSV: label must have a class on both sides of each semicolon; it is "
                            + label.strip(),
                    refusal("filename,label", "a,cat", "b," + label));
        }
        assertEquals(
                "data cannot be used: line 2 of CSV: label must name every class once; it is dog; dog",
                refusal("filename,label", "a,dog; dog"));
    }

    @Test
    void aClipThatIsListedTwiceIsFoundByItsLine() throws IOException {
        String twice = "data cannot be used: line 4 of CSV: it repeats the file of line 2, ";
        assertTrue(
                refusal("filename,label", "a.wav,dog", "b.wav,dog", "a.wav,cat").startsWith(twice + "a.wav"));
        String absolute = folder.resolve("a.wav").toAbsolutePath().toString();
        for (String spelling : List.of("./a.wav", "sub/../a.wav", "sub//..//a.wav", absolute)) {
            String refused = refusal("filename", "a.wav", "b.wav", spelling);
            assertTrue(refused.startsWith(twice + spelling), refused);
        }
        assertTrue(refusal("filename,label", "a.wav,1", ",2").contains("line 3 of CSV: it names no file"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFileUnderTwoSpellingsIsOneFile() throws IOException {
        Path real = Files.createDirectories(folder.resolve("real"));
        Files.writeString(real.resolve("a.wav"), "");
        Files.createSymbolicLink(folder.resolve("link"), real);
        assertTrue(refusal("filename", "real/a.wav", "link/a.wav").contains("it repeats the file of line 2"));
        // What a file system without upper case, or with one form of accents, makes of two spellings.
        Files.createLink(real.resolve("A.wav"), real.resolve("a.wav"));
        assertTrue(refusal("filename", "real/a.wav", "real/A.wav").contains("it repeats the file of line 2"));
        Files.writeString(real.resolve("b.wav"), "");
        Files.writeString(real.resolve("B.wav"), "");
        assertEquals(
                2,
                Manifest.read(csv("filename\nreal/b.wav\nreal/B.wav\n")).clips().size());
    }

    @Test
    void aFolderIsSearchedInDepthForAudio() throws IOException {
        Files.createDirectories(folder.resolve("sub"));
        for (String name : List.of("b.FLAC", "sub/a.wav", "README.txt", "sub/wav")) {
            Files.writeString(folder.resolve(name), "");
        }
        assertEquals(
                List.of("b.FLAC", "sub/a.wav"),
                Manifest.read(folder).clips().stream().map(Clip::filename).toList());
    }

    @Test
    void uselessManifestsAreRefused() throws IOException {
        Path empty = csv("filename,label\n");
        assertThrows(ConfigurationException.class, () -> Manifest.read(empty));
        assertThrows(ConfigurationException.class, () -> Manifest.read(folder.resolve("missing.csv")));
        Path torn = csv("filename,label\n\"a,b\n");
        assertThrows(ConfigurationException.class, () -> Manifest.read(torn));
    }

    @Test
    void clipsComeInOrderAndUnreadableOnesAreReported() throws IOException {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Path file = folder.resolve(i + ".wav");
            if (i % 10 == 3) {
                Files.writeString(file, "broken");
            } else if (i != 25) {
                WavFile.write(file, new Waveform(new float[400 + i], 16000));
            }
            clips.add(new Clip("clip" + i, file, null, null, null));
        }
        List<String> order = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        new PieceReader(AudioReader.standard(), 160).read(clips, new PieceHandler() {
            private int samples;

            @Override
            public void piece(Clip clip, float[] piece, int count, boolean last) {
                samples += count;
            }

            @Override
            public void end(Clip clip, String contentHash) {
                assertEquals("clip" + (samples - 400), clip.filename());
                order.add(clip.filename());
                samples = 0;
            }

            @Override
            public void skipped(SkippedClip skipped) {
                order.add(skipped.filename());
                reasons.add(skipped.reason());
            }
        });
        assertEquals(clips.stream().map(Clip::filename).toList(), order);
        assertEquals(5, reasons.size());
        assertTrue(reasons.contains("the file does not exist"), reasons.toString());
    }

    @Test
    void shortClipsArePaddedWithSilenceBeforeTheFrontEnd() throws IOException {
        Path file = folder.resolve("a.wav");
        WavFile.write(file, new Waveform(new SyntheticCorpus(1).clip(5).samples(), 16000));
        StoreJob job = new StoreJob(
                List.of(new Clip("a.wav", file, null, null, null)),
                LogMel.standard(),
                224,
                StorePrecision.FP32,
                StoreJob.USUAL_SHARD_BYTES);
        LogMelExtraction extraction = new LogMelExtraction(AudioDecoders.standard(), job);
        try (LogMelStore store = extraction.run(folder.resolve("store"), manager, (done, total) -> {})) {
            assertEquals(List.of(), store.skipped());
            StoredClip clip = store.clips().get(0);
            assertEquals(224, clip.frames());
            FloatBuffer frames = FloatBuffer.allocate(224 * 80);
            store.read(clip, 0, 224, frames);
            assertEquals(-15.942385f, frames.get(223 * 80 + 40), 1e-5f, "silence behind the clip, not a constant 0");
            assertTrue(frames.get(100 * 80 + 20) > -15, "sound inside it");
            HeardClips.write(folder.resolve("clips.csv"), HeardClip.of(store.clips()));
            HeardClip heard = HeardClips.list(folder.resolve("clips.csv")).get(0);
            assertEquals(List.of(clip.contentHash(), "a.wav"), List.of(heard.contentHash(), heard.filename()));
        }
    }
}

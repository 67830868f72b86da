package org.dapple.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.dapple.core.files.AtomicFile;
import org.dapple.core.files.Json;
import org.dapple.data.audio.WavFile;
import org.dapple.data.synthetic.SoundClass;
import org.dapple.data.synthetic.SyntheticCorpus;

/**
 * The synthetic corpus as files, so that it can be listened to and takes the same way as anybody's recordings.
 *
 * @param seed of the sounds
 * @param train clips of each class to train on
 * @param valid clips of each class to validate on
 * @param test clips of each class to test on
 */
record SyntheticData(long seed, int train, int valid, int test) {
    /** What is used where the user gives no data. */
    static final SyntheticData SMALL = new SyntheticData(1, 100, 10, 30);

    /**
     * Writes the clips and their manifest; a complete older copy is kept.
     *
     * @param folder where to
     * @return the manifest
     */
    Path write(Path folder) throws IOException {
        Path manifest = folder.resolve("manifest.csv");
        int clips = (train + valid + test) * SoundClass.values().length;
        StringBuilder rows = new StringBuilder("filename,label,split\n");
        for (int i = 0; i < clips; i++) {
            rows.append(filename(i))
                    .append(',')
                    .append(label(i))
                    .append(',')
                    .append(split(i))
                    .append('\n');
        }
        Path seedFile = folder.resolve("synthetic.json"); // the names of all seeds are the same
        Map<String, Object> made = Map.of("seed", seed);
        if (Files.exists(seedFile)
                && Json.read(seedFile).equals(made)
                && Files.exists(manifest)
                && Files.readString(manifest).contentEquals(rows)) {
            return manifest;
        }
        Files.deleteIfExists(seedFile);
        SyntheticCorpus corpus = new SyntheticCorpus(seed);
        try (Progress progress = new Progress("making sounds", clips, " clips")) {
            IntStream.range(0, clips).parallel().forEach(i -> {
                try {
                    WavFile.write(folder.resolve(filename(i)), corpus.clip(i));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                progress.step();
            });
        } catch (UncheckedIOException e) {
            throw new IOException("the synthetic sounds could not be written: " + e.getMessage(), e);
        }
        AtomicFile.write(manifest, rows.toString().getBytes(StandardCharsets.UTF_8));
        Json.write(seedFile, made);
        return manifest;
    }

    /** How many classes there are. */
    int classes() {
        return SoundClass.values().length;
    }

    /** How many clips are for testing. */
    int testClips() {
        return test * classes();
    }

    private static String label(int index) {
        return new SyntheticCorpus(0).soundClass(index).label();
    }

    private static String filename(int index) {
        return String.format(Locale.ROOT, "%s/%04d.wav", label(index), index / SoundClass.values().length);
    }

    private String split(int index) {
        int number = index / SoundClass.values().length;
        if (number < train) {
            return "train";
        }
        return number < train + valid ? "valid" : "test";
    }
}

package org.dapple.data.synthetic;

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
import org.dapple.core.run.Watch;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.audio.WavFile;

/**
 * The synthetic corpus as files, so that it can be listened to and takes the same way as anybody's recordings.
 *
 * @param seed of the sounds
 * @param train clips of each class to train on
 * @param valid clips of each class to validate on
 * @param test clips of each class to test on
 */
public record SyntheticData(long seed, int train, int valid, int test) {
    /** What a task of such sounds is called. */
    public static final String NAME = "synthetic";

    /** What is used where the user gives no data. */
    public static final SyntheticData SMALL = new SyntheticData(1, 100, 10, 30);

    /** Refuses parts without clips. */
    public SyntheticData {
        ConfigurationException.require(train > 0, "train", "be at least 1", train);
        ConfigurationException.require(valid > 0, "valid", "be at least 1", valid);
        ConfigurationException.require(test > 0, "test", "be at least 1", test);
    }

    /**
     * Reads how many sounds there are.
     *
     * @param settings with the keys seed, train, valid, test
     * @return the sounds
     */
    public static SyntheticData read(Settings settings) {
        return new SyntheticData(
                settings.longInteger("seed", 1),
                settings.integer("train", 40),
                settings.integer("valid", 5),
                settings.integer("test", 20));
    }

    /**
     * Writes the clips and their manifest; a complete older copy is kept.
     *
     * @param folder where to
     * @param watch follows the work
     * @return the manifest
     * @throws IOException if they cannot be written
     */
    public Path write(Path folder, Watch watch) throws IOException {
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
        try (Watch.Stage progress = watch.begin("making sounds", clips, "clips")) {
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

    /** {@return how many classes there are} */
    public int classes() {
        return SoundClass.values().length;
    }

    /** {@return how many clips are for testing} */
    public int testClips() {
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

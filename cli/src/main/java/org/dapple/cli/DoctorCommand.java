package org.dapple.cli;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.Failures;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.run.Provenance;
import org.dapple.core.settings.Settings;
import org.dapple.data.audio.WavFile;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.synthetic.SyntheticCorpus;
import picocli.CommandLine.Command;

/** Looks for problems of the machine. */
@Command(
        name = "doctor",
        description = {"Check that this machine can run dapple: engine, sound decoding, memory, disk.", ""})
final class DoctorCommand extends DappleCommand {
    private static final long LITTLE_MEMORY = 2L << 30;
    private static final long LITTLE_DISK = 1L << 30;

    private final List<Map<String, Object>> checks = new ArrayList<>();
    private boolean healthy = true;

    @Override
    public Outcome run(Settings settings, NDManager manager) throws IOException {
        settings.done();
        Provenance.of(manager).forEach((name, value) -> say(String.format(Locale.ROOT, "      %-10s %s", name, value)));
        check("engine computes", "reinstall with ./dapple, or delete the engine's cache folder", () -> {
            float sum = manager.ones(new Shape(8, 8))
                    .matMul(manager.ones(new Shape(8, 8)))
                    .sum()
                    .getFloat();
            return sum == 512 ? Engine.getInstance().getEngineName() : fail("8x8 product sums to " + sum);
        });
        check("log-mel of silence", "report this: the engine's Fourier transform is wrong here", () -> {
            float value = LogMel.standard()
                    .apply(manager.zeros(new Shape(1, 16000)))
                    .mean()
                    .getFloat();
            return Math.abs(value + 15.942385) < 1e-4 ? String.valueOf(value) : fail("it is " + value);
        });
        check("WAV decoding", "check that the temporary folder can be written", this::decodeWav);
        for (String format : List.of("FLAC", "OGG", "MP3")) {
            check(
                    format + " decoding",
                    "convert the sound to WAV, which needs no native library",
                    () -> decode(format));
        }
        check("memory", "give Java more memory: DAPPLE_JAVA_OPTS=-Xmx4g ./dapple …", () -> {
            long heap = Runtime.getRuntime().maxMemory();
            return heap >= LITTLE_MEMORY ? (heap >> 20) + " MiB of heap" : fail((heap >> 20) + " MiB of heap");
        });
        check("disk", "free some space: log-mels need 32 kB for a second of sound", () -> {
            long free = Path.of("").toAbsolutePath().toFile().getUsableSpace();
            return free >= LITTLE_DISK ? (free >> 30) + " GiB free here" : fail((free >> 20) + " MiB free here");
        });
        say(healthy ? "All is well." : "Something needs attention.");
        Map<String, Object> result = new LinkedHashMap<>(Provenance.of(manager));
        result.put("checks", checks);
        result.put("healthy", healthy);
        return new Outcome(healthy ? 0 : Failures.FAILED, result);
    }

    private void check(String name, String remedy, Callable<String> test) {
        String finding;
        boolean good = true;
        try {
            finding = test.call();
        } catch (Exception | LinkageError e) {
            good = false;
            finding = e.getMessage() + " -> " + remedy;
        }
        healthy &= good;
        say(String.format(Locale.ROOT, "%s  %-24s %s", good ? "ok  " : "BAD ", name, finding));
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("check", name);
        entry.put("good", good);
        entry.put("finding", finding);
        checks.add(entry);
    }

    private String decodeWav() throws IOException {
        Path file = Files.createTempFile("dapple", ".wav");
        try {
            WavFile.write(file, new SyntheticCorpus(1).clip(0));
            return AudioReader.standard().read(file).samples().length + " samples";
        } finally {
            Files.delete(file);
        }
    }

    /** A tenth of a second at 440 Hz; the lossy formats add some silence. */
    private static String decode(String format) throws IOException {
        String name = "/doctor/tone." + format.toLowerCase(Locale.ROOT);
        Path file = Files.createTempFile("dapple", ".tone");
        try (InputStream in = Objects.requireNonNull(DoctorCommand.class.getResourceAsStream(name), name)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            float[] samples = AudioReader.standard().read(file).samples();
            double energy = 0;
            for (float sample : samples) {
                energy += sample * sample;
            }
            // Half of full scale for 1600 samples, whatever the codec's own delay.
            boolean sounds = samples.length >= 1600 && Math.abs(energy / 1600 - 0.125) < 0.02;
            return sounds ? samples.length + " samples" : fail(samples.length + " samples are not the tone");
        } finally {
            Files.delete(file);
        }
    }

    private static String fail(String finding) throws IOException {
        throw new IOException(finding);
    }
}

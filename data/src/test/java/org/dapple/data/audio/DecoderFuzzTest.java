package org.dapple.data.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.dapple.core.frontend.Waveform;
import org.dapple.data.reading.AudioReader;
import org.dapple.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files give samples or an IOException, in bounded time, and on Java's side in at most ten times their own
 * memory, a fixed amount, and the objects of the pieces that were decoded. FFmpeg's own memory is not counted.
 */
class DecoderFuzzTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** For opening a file, the binding's buffers and objects, and an exception. */
    private static final long FIXED_BYTES = 262_144;

    private final Path folder;

    DecoderFuzzTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static List<byte[]> smallWavs() {
        List<byte[]> files = new ArrayList<>();
        int[][] formats = {{1, 8}, {1, 16}, {1, 24}, {1, 32}, {3, 32}, {3, 64}, {6, 8}};
        for (int[] format : formats) {
            byte[] data = new byte[240];
            new SplittableRandom(format[1]).nextBytes(data);
            files.add(new WavBytes()
                    .chunk("LIST", new byte[9])
                    .format(format[0], 2, 16000, format[1])
                    .chunk("data", data)
                    .bytes());
            files.add(new WavBytes()
                    .extensible(format[0], 1, 8000, format[1])
                    .chunk("data", data)
                    .chunk("LIST", new byte[9])
                    .bytes());
        }
        byte[] lengths = new ByteWriter().little(400, 64).little(240, 64).bytes();
        files.add(new WavBytes()
                .chunk("ds64", lengths)
                .format(1, 1, 16000, 16)
                .chunk("data", 0xFFFFFFFFL, new byte[240])
                .bytes("RF64", 0xFFFFFFFFL));
        return files;
    }

    private static byte[] mutate(byte[] original, SplittableRandom random, int spared) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            // Half of the changes hit the header, where they do most.
            int range = random.nextBoolean() ? Math.min(bytes.length, 96) : bytes.length;
            int at = spared + random.nextInt(range - spared);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) 0xFF;
                default ->
                    Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) (random.nextBoolean() ? 0 : 0xFF));
            }
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, spared + random.nextInt(bytes.length - spared)) : bytes;
    }

    /** What reading a file gave: samples, or none after a refusal; and what it allocated. */
    private record Reading(int samples, boolean refused, long allocated) {}

    private static Reading read(Path file) {
        float[] block = new float[4096];
        int samples = 0;
        boolean refused = false;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try (SampleStream stream = AudioDecoders.standard().open(file)) {
            for (int count = stream.fill(block); count > 0; count = stream.fill(block)) {
                samples += count;
            }
        } catch (IOException refusal) {
            refused = true;
        }
        return new Reading(samples, refused, THREADS.getCurrentThreadAllocatedBytes() - before);
    }

    /** Reads mutations of the originals; some, but not all, must still give samples. */
    private void fuzz(List<byte[]> originals, int rounds, int spared) throws IOException {
        SplittableRandom random = new SplittableRandom(20260101);
        int sounds = 0;
        for (int i = 0; i < rounds; i++) {
            byte[] content = mutate(originals.get(i % originals.size()), random, spared);
            Reading reading = read(Files.write(folder.resolve("fuzz"), content));
            sounds += reading.samples > 0 && !reading.refused ? 1 : 0;
            boolean warm = i >= 200; // the first rounds load classes
            assertTrue(
                    !warm || reading.allocated < FIXED_BYTES + 10L * content.length + 4L * reading.samples,
                    "round " + i + ": " + reading.allocated + " bytes for a file of " + content.length + ", "
                            + reading.samples + " samples, " + reading.refused);
        }
        assertTrue(sounds > rounds / 10 && sounds < rounds, sounds + " of " + rounds + " were read");
    }

    @Test
    void damagedWavFiles() {
        assertTimeout(Duration.ofSeconds(60), () -> fuzz(smallWavs(), 6000, 0));
    }

    @Test
    void damagedCompressedFiles() {
        int[] samples = new SplittableRandom(3).ints(9000, -32768, 32768).toArray();
        List<byte[]> originals =
                List.of(FlacFile.bytes(1, 16000, 16, samples), FlacFile.bytes(2, 44100, 24, samples), OggFile.opus(2));
        assertTimeout(Duration.ofSeconds(60), () -> fuzz(originals, 2000, 4));
    }

    @Test
    void damagedRealFiles() throws IOException {
        List<byte[]> originals = new ArrayList<>();
        for (String name : List.of(
                "stereo_44100_cbr.mp3",
                "mono_vbr_id3.mp3",
                "stereo_16000.flac",
                "stereo_44100.ogg",
                "stereo_48000.opus",
                "ms_adpcm_22050.wav")) {
            originals.add(Files.readAllBytes(SharedData.path("data/odd").resolve(name)));
        }
        assertTimeout(Duration.ofSeconds(60), () -> fuzz(originals, 2000, 4));
    }

    /** What reads whole files at the probe's rate gives finite samples or a refusal. */
    @Test
    void whatIsReadIsFinite() {
        AudioReader reader = AudioReader.standard();
        SplittableRandom random = new SplittableRandom(8);
        List<byte[]> originals = smallWavs();
        assertTimeout(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 1000; i++) {
                Path file = Files.write(folder.resolve("fuzz"), mutate(originals.get(i % originals.size()), random, 0));
                try {
                    Waveform waveform = reader.read(file);
                    assertEquals(16000, waveform.sampleRate());
                    for (float sample : waveform.samples()) {
                        assertTrue(Float.isFinite(sample));
                    }
                } catch (IOException refusal) {
                    assertTrue(refusal.getMessage().contains("fuzz"), refusal.getMessage());
                }
            }
        });
    }
}

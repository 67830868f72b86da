package org.dapple.data;

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
import org.dapple.core.Waveform;
import org.dapple.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files give a waveform or an IOException, in bounded memory and time. */
class DecoderFuzzTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** For opening a file, its header and an exception. */
    private static final long FIXED_BYTES = 32_768;

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

    /** {@return whether there is a waveform} */
    private static boolean reads(AudioReader reader, Path file) {
        try {
            Waveform waveform = reader.read(file);
            assertEquals(16000, waveform.sampleRate());
            for (float sample : waveform.samples()) {
                assertTrue(Float.isFinite(sample));
            }
            return true;
        } catch (IOException refusal) {
            return false;
        }
    }

    /** Counts the waveforms among mutations of the originals. */
    private int fuzz(List<byte[]> originals, int rounds, int spared, AudioReader reader) throws IOException {
        SplittableRandom random = new SplittableRandom(20260101);
        int waveforms = 0;
        for (int i = 0; i < rounds; i++) {
            byte[] content = mutate(originals.get(i % originals.size()), random, spared);
            Path file = Files.write(folder.resolve("fuzz"), content);
            waveforms += reads(reader, file) ? 1 : 0;
        }
        return waveforms;
    }

    @Test
    void damagedWavFiles() {
        AudioReader reader = AudioReader.standard();
        int waveforms = assertTimeout(Duration.ofSeconds(60), () -> fuzz(smallWavs(), 2000, 0, reader));
        assertTrue(waveforms > 400 && waveforms < 1900, waveforms + " of 2000 were read");
    }

    @Test
    void memoryOfTheWavDecoderFollowsTheFileAndNotItsHeader() throws IOException {
        WavDecoder decoder = new WavDecoder();
        SplittableRandom random = new SplittableRandom(7);
        List<byte[]> originals = smallWavs();
        for (int i = 0; i < 1700; i++) {
            byte[] content = mutate(originals.get(i % originals.size()), random, 0);
            Path file = Files.write(folder.resolve("fuzz"), content);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                decoder.decode(file);
            } catch (IOException refusal) {
                // as it should be
            }
            long used = THREADS.getCurrentThreadAllocatedBytes() - before;
            boolean warm = i >= 200; // the first rounds load classes
            assertTrue(
                    !warm || used < FIXED_BYTES + 10L * content.length,
                    "round " + i + ": " + used + " bytes for a file of " + content.length);
        }
    }

    @Test
    void damagedFlacFiles() {
        int[] samples = new SplittableRandom(3).ints(9000, -32768, 32768).toArray();
        List<byte[]> originals =
                List.of(FlacFile.bytes(1, 16000, 16, samples), FlacFile.bytes(2, 44100, 24, samples), OggFile.opus(2));
        int waveforms = assertTimeout(Duration.ofSeconds(60), () -> fuzz(originals, 300, 4, AudioReader.standard()));
        assertTrue(waveforms > 50 && waveforms < 300, waveforms + " of 300 were read");
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
        int waveforms = assertTimeout(Duration.ofSeconds(60), () -> fuzz(originals, 300, 4, AudioReader.standard()));
        assertTrue(waveforms > 50 && waveforms < 300, waveforms + " of 300 were read");
    }
}

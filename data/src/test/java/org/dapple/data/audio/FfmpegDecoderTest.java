package org.dapple.data.audio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.dapple.core.frontend.Waveform;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.testing.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FfmpegDecoderTest {
    private static final int FRAMES = 9000; // more than two blocks of FLAC

    private final FfmpegDecoder decoder = FfmpegDecoder.standard();
    private final Path folder;

    FfmpegDecoderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Waveform decode(byte[] content) throws IOException {
        return decoder.decode(Files.write(folder.resolve("a"), content));
    }

    private String refusal(byte[] content) {
        return assertThrows(UnreadableAudioException.class, () -> decode(content))
                .reason();
    }

    /** Random samples that reach both ends of the range. */
    private static int[] noise(int channels, int bits) {
        SplittableRandom random = new SplittableRandom(bits * 10L + channels);
        int limit = 1 << (bits - 1);
        int[] samples = new int[FRAMES * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i == 0 ? -limit : i == channels ? limit - 1 : random.nextInt(-limit, limit);
        }
        return samples;
    }

    private static float[] mono(int[] samples, int channels, int bits) {
        float[] mono = new float[samples.length / channels];
        for (int i = 0; i < mono.length; i++) {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += samples[i * channels + channel] / (double) (1L << (bits - 1));
            }
            mono[i] = (float) (sum / channels);
        }
        return mono;
    }

    @ParameterizedTest
    @CsvSource({"1,16", "2,16", "4,16", "6,16", "8,16", "1,24", "2,24", "1,8"})
    void flacIsExact(int channels, int bits) throws IOException {
        int[] samples = noise(channels, bits);
        Waveform decoded = decode(FlacFile.bytes(channels, 32000, bits, samples));
        assertEquals(32000, decoded.sampleRate());
        assertArrayEquals(mono(samples, channels, bits), decoded.samples());
    }

    @ParameterizedTest
    @CsvSource({"1,8", "1,16", "2,16", "4,16", "11,16", "1,24", "2,24"})
    void aiffIsExact(int channels, int bits) throws IOException {
        int[] samples = noise(channels, bits);
        Waveform decoded = decode(AiffFile.bytes(channels, 22050, bits, samples));
        assertEquals(22050, decoded.sampleRate());
        assertArrayEquals(mono(samples, channels, bits), decoded.samples());
    }

    @Test
    void auIsExact() throws IOException {
        int[] samples = noise(2, 16);
        ByteWriter file = new ByteWriter().ascii(".snd").big(24, 32).big(samples.length * 2L, 32);
        file.big(3, 32).big(11025, 32).big(2, 32);
        for (int sample : samples) {
            file.big(sample, 16);
        }
        Waveform decoded = decode(file.bytes());
        assertEquals(11025, decoded.sampleRate());
        assertArrayEquals(mono(samples, 2, 16), decoded.samples());
    }

    @Test
    void flacMayFollowAnId3Tag() throws IOException {
        int[] samples = noise(1, 16);
        byte[] file = new ByteWriter()
                .ascii("ID3")
                .big(0x030000, 24)
                .big(0x0104, 32) // 132 bytes, seven bits at a time
                .raw(new byte[132])
                .raw(FlacFile.bytes(1, 16000, 16, samples))
                .bytes();
        assertArrayEquals(mono(samples, 1, 16), decode(file).samples());
    }

    @Test
    void agreesWithTheWavDecoder() throws IOException {
        byte[] file = new WavBytes()
                .format(1, 3, 16000, 16)
                .chunk("data", WavBytes.shorts(noise(3, 16)))
                .bytes();
        Path path = Files.write(folder.resolve("a.wav"), file);
        assertArrayEquals(
                new WavDecoder().decode(path).samples(), decoder.decode(path).samples());
    }

    @Test
    void realFlacHolds16BitNumbersOr24BitOnes() throws IOException {
        for (float sample :
                decoder.decode(SharedData.path("data/odd/ok_16000.flac")).samples()) {
            assertEquals(Math.rint(sample * 32768.0), sample * 32768.0);
        }
        boolean fine = false;
        for (float sample : decoder.decode(SharedData.path("data/odd/rate_96000_24bit.flac"))
                .samples()) {
            assertEquals(Math.rint(sample * 8388608.0), sample * 8388608.0);
            fine |= Math.rint(sample * 32768.0) != sample * 32768.0;
        }
        assertTrue(fine, "nothing is left of the lower 8 bits");
    }

    @Test
    void refusesWhatIsLongerThanTheLimit() throws IOException {
        byte[] file = FlacFile.bytes(1, 16000, 16, noise(1, 16));
        Path path = Files.write(folder.resolve("a"), file);
        assertEquals(FRAMES, new FfmpegDecoder(FRAMES).decode(path).samples().length);
        UnreadableAudioException refusal =
                assertThrows(UnreadableAudioException.class, () -> new FfmpegDecoder(FRAMES - 1).decode(path));
        assertEquals("it is longer than the limit of 8999 samples; split it", refusal.reason());
        assertThrows(ConfigurationException.class, () -> new FfmpegDecoder(0));
    }

    @Test
    void manyChannelsAreOneMean() throws IOException {
        Waveform decoded = decode(OggFile.opus(9));
        assertEquals(48000, decoded.sampleRate());
        assertArrayEquals(new float[960], decoded.samples(), 1e-3f);
    }

    @Test
    void aStreamThatIsClosedTwiceIsClosedOnce() throws IOException {
        Path path = Files.write(folder.resolve("a"), FlacFile.bytes(1, 16000, 16, noise(1, 16)));
        SampleStream stream = decoder.open(path);
        assertEquals(4, stream.read(new float[4], 0, 4));
        stream.close();
        stream.close();
        assertThrows(IllegalStateException.class, () -> stream.read(new float[4], 0, 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"fLaC", "OggS", "ID3\3\0\0\0\0\0\0", "FORM\0\0\0\0AIFF", ".snd", "RIFF\0\0\0\0WAVE", "ÿûpD"})
    void saysThatAFileIsDamaged(String start) {
        byte[] content = new ByteWriter()
                .raw(start.getBytes(StandardCharsets.ISO_8859_1))
                .raw(new byte[100])
                .bytes();
        assertTrue(decoder.reads(content));
        assertTrue(refusal(content).endsWith("the file is damaged or truncated"), refusal(content));
    }

    /**
     * FFmpeg has readers that open other files or addresses; no content may lead there. Either of the two fences, the
     * fixed reader and the forbidden protocols, would do; without both, the last list plays the other file.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n%s\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile '%s'\n",
                "concat:%s",
                "[playlist]\nFile1=%s\n",
                "ID3\3\0\0\0\0\0\0#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n%s\n#EXT-X-ENDLIST\n",
                "ID3\3\0\0\0\0\0\0ffconcat version 1.0\nfile '%s'\n"
            })
    void aListOfFilesOpensNone(String list) throws IOException {
        byte[] sound = new WavBytes()
                .format(1, 1, 16000, 16)
                .chunk("data", WavBytes.shorts(noise(1, 16)))
                .bytes();
        Path other = Files.createTempFile(Path.of("target"), "other", ".wav"); // FFmpeg calls absolute paths unsafe
        other.toFile().deleteOnExit();
        Files.write(other, sound);
        byte[] content = list.replace("%s", other.toString()).getBytes(UTF_8);
        assertEquals(list.startsWith("ID3"), decoder.reads(content));
        assertFalse(refusal(content).isEmpty());
    }

    @Test
    void takesNoTextForMpeg() {
        assertFalse(decoder.reads("\uFEFFThis is text".getBytes(StandardCharsets.UTF_16LE)));
        assertFalse(decoder.reads(new byte[] {(byte) 0xFF, (byte) 0xF1, 0x50, (byte) 0x80})); // AAC
        assertFalse(decoder.reads(new byte[0]));
    }
}

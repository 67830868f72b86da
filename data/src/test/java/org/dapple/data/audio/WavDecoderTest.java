package org.dapple.data.audio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.dapple.core.frontend.Waveform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavDecoderTest {
    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final byte[] THREE = WavBytes.shorts(16384, -32768, 8192);
    private static final float[] THREE_DECODED = {0.5f, -1, 0.25f};

    private final Path folder;

    WavDecoderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Waveform decode(byte[] content) throws IOException {
        return new WavDecoder().decode(Files.write(folder.resolve("a.wav"), content));
    }

    private String refusal(byte[] content) {
        return assertThrows(UnreadableAudioException.class, () -> decode(content))
                .reason();
    }

    private static WavBytes mono16() {
        return new WavBytes().format(PCM, 1, 16000, 16);
    }

    @ParameterizedTest
    @CsvSource({"1,8", "1,16", "1,24", "1,32", "3,32", "3,64"})
    void everyFormatComesBackWithAnyNumberOfChannels(int code, int bits) throws IOException {
        for (int channels : new int[] {1, 2, 3, 6, 17}) {
            int frames = 30_000 / channels; // more than one block
            SplittableRandom random = new SplittableRandom(bits * 100L + channels);
            ByteWriter data = new ByteWriter();
            float[] expected = new float[frames];
            for (int i = 0; i < frames; i++) {
                double sum = 0;
                for (int channel = 0; channel < channels; channel++) {
                    sum += put(data, code, bits, random);
                }
                expected[i] = (float) (sum / channels);
            }
            for (boolean extensible : new boolean[] {false, true}) {
                WavBytes file = extensible
                        ? new WavBytes().extensible(code, channels, 44100, bits)
                        : new WavBytes().format(code, channels, 44100, bits);
                byte[] bytes = file.chunk("data", data.bytes()).bytes();
                assertTrue(new WavDecoder().reads(Arrays.copyOf(bytes, 64)));
                Waveform decoded = decode(bytes);
                assertEquals(44100, decoded.sampleRate());
                assertArrayEquals(expected, decoded.samples(), channels + " channels, extensible " + extensible);
            }
        }
    }

    /** Writes a random sample, independently of the decoder's arithmetic, and returns its value. */
    private static double put(ByteWriter data, int code, int bits, SplittableRandom random) {
        if (code == FLOAT) {
            double value = random.nextDouble(-2, 2);
            if (bits == 64) {
                data.little(Double.doubleToLongBits(value), 64);
                return value;
            }
            data.little(Float.floatToIntBits((float) value), 32);
            return (float) value;
        }
        long limit = 1L << (bits - 1);
        long value = random.nextLong(-limit, limit);
        data.little(bits == 8 ? value + 128 : value, bits);
        return (double) value / limit;
    }

    @Test
    void chunksMayComeInAnyOrderAndHaveOddLengths() throws IOException {
        byte[] odd = new byte[17];
        byte[] dataFirst = new WavBytes()
                .chunk("LIST", odd)
                .chunk("data", THREE)
                .chunk("junk", odd)
                .format(PCM, 1, 8000, 16)
                .chunk("id3 ", odd)
                .bytes();
        assertArrayEquals(THREE_DECODED, decode(dataFirst).samples());
        assertEquals(8000, decode(dataFirst).sampleRate());
    }

    @Test
    void whatFollowsTheDataIsNoSound() throws IOException {
        byte[] file = mono16().chunk("data", THREE).chunk("LIST", new byte[100]).bytes();
        assertArrayEquals(THREE_DECODED, decode(file).samples());
        byte[] empty =
                mono16().chunk("data", new byte[0]).chunk("LIST", new byte[100]).bytes();
        assertEquals(0, decode(empty).samples().length);
    }

    @Test
    void aStreamGoesOnToTheEndOfTheFile() throws IOException {
        byte[] ones = mono16().chunk("data", 0xFFFFFFFFL, THREE).bytes("RIFF", 0xFFFFFFFFL);
        assertArrayEquals(THREE_DECODED, decode(ones).samples());
        for (long claimed : new long[] {0, 36, 0xFFFFFFFFL}) {
            byte[] zeros = mono16().chunk("data", 0, THREE).bytes("RIFF", claimed);
            assertArrayEquals(THREE_DECODED, decode(zeros).samples(), "RIFF length " + claimed);
        }
    }

    @Test
    void readsTheLongLengthOfRf64() throws IOException {
        for (String name : new String[] {"RF64", "BW64"}) {
            byte[] lengths = new ByteWriter()
                    .little(200, 64)
                    .little(6, 64)
                    .little(3, 64)
                    .little(0, 32)
                    .bytes();
            byte[] file = new WavBytes()
                    .chunk("ds64", lengths)
                    .format(PCM, 1, 16000, 16)
                    .chunk("data", 0xFFFFFFFFL, THREE)
                    .chunk("LIST", new byte[50])
                    .bytes(name, 0xFFFFFFFFL);
            assertArrayEquals(THREE_DECODED, decode(file).samples());
        }
    }

    @Test
    void ofATruncatedFileTheWholeFramesRemain() throws IOException {
        byte[] stereo = new WavBytes()
                .format(PCM, 2, 16000, 16)
                .chunk("data", 4_000_000_000L, WavBytes.shorts(16384, 0, 1))
                .bytes();
        assertArrayEquals(new float[] {0.25f}, decode(stereo).samples());
    }

    @Test
    void saysWhatIsBroken() {
        byte[] whole = mono16().chunk("data", THREE).bytes();
        assertEquals("it does not begin with the header of a RIFF/WAVE file", refusal("RIFF".getBytes(US_ASCII)));
        assertEquals(
                "its format chunk has 10 bytes instead of at least 16; the file is damaged or truncated",
                refusal(Arrays.copyOf(whole, 30)));
        assertEquals(
                "it ends without a data chunk; the file is damaged or truncated", refusal(Arrays.copyOf(whole, 40)));
        assertEquals(
                "it ends without a format chunk; the file is damaged or truncated",
                refusal(new WavBytes().chunk("data", THREE).bytes()));
        assertEquals(
                "its header declares 0 channels",
                refusal(new WavBytes().format(PCM, 0, 16000, 16).bytes()));
        assertEquals(
                "its header declares a sample rate of 0 Hz",
                refusal(new WavBytes().format(PCM, 1, 0, 16).bytes()));
        byte[] body = WavBytes.formatBody(PCM, 2, 16000, 16);
        body[12] = 3;
        assertEquals(
                "its header contradicts itself: a frame of 3 bytes cannot hold 2 samples of 2 bytes",
                refusal(new WavBytes().chunk("fmt ", body).bytes()));
    }

    @Test
    void leavesOtherEncodingsToOtherDecoders() {
        int[][] others = {{6, 8}, {7, 8}, {2, 4}, {0x11, 4}, {0x55, 0}, {PCM, 20}, {PCM, 64}, {FLOAT, 16}};
        for (int[] other : others) {
            byte[] plain = new WavBytes().format(other[0], 1, 8000, other[1]).bytes();
            assertFalse(new WavDecoder().reads(plain), Arrays.toString(other));
            byte[] extensible =
                    new WavBytes().extensible(other[0], 1, 8000, other[1]).bytes();
            assertFalse(new WavDecoder().reads(Arrays.copyOf(extensible, 64)), Arrays.toString(other));
            UnknownEncodingException refusal = assertThrows(UnknownEncodingException.class, () -> decode(plain));
            assertTrue(refusal.reason().startsWith("its encoding, WAVE format 0x00"), refusal.reason());
        }
    }
}

package org.dapple.data.audio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.dapple.core.frontend.Waveform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioDecodersTest {
    private static final int A_LAW = 6;

    private final AudioDecoders decoders = AudioDecoders.standard();
    private final Path folder;

    AudioDecodersTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("some.wav"), content);
    }

    private String refusal(byte[] content) throws IOException {
        Path file = file(content);
        return assertThrows(UnreadableAudioException.class, () -> decoders.decode(file))
                        .getMessage()
                + "";
    }

    /** Reads what begins with an X, as one sample. */
    private static final class X implements AudioDecoder {
        @Override
        public boolean reads(byte[] head) {
            return head.length > 0 && (head[0] == 'X' || head[0] == 'R');
        }

        @Override
        public Waveform decode(Path file) throws IOException {
            if (Files.readAllBytes(file)[0] == 'R') {
                throw new UnknownEncodingException(file, "it is for somebody else");
            }
            return new Waveform(new float[] {0.5f}, 1000);
        }
    }

    @Test
    void contentDecidesAndNotTheName() throws IOException {
        int[] samples = {1000, -2000, 3000};
        float[] expected = {1000 / 32768f, -2000 / 32768f, 3000 / 32768f};
        byte[] wav = new WavBytes()
                .format(1, 1, 16000, 16)
                .chunk("data", WavBytes.shorts(samples))
                .bytes();
        assertArrayEquals(expected, decoders.decode(file(wav)).samples());
        assertArrayEquals(
                expected,
                decoders.decode(file(FlacFile.bytes(1, 16000, 16, samples))).samples());
        assertArrayEquals(
                expected,
                decoders.decode(file(AiffFile.bytes(1, 16000, 16, samples))).samples());
    }

    @Test
    void passesUnknownEncodingsOnEvenIfTheHeadDoesNotShowThem() throws IOException {
        byte[] law = {(byte) 0xD5, 0x55, (byte) 0xAA, 0x2A}; // the smallest and the largest steps
        for (byte[] before : List.of(new byte[0], new byte[1000])) {
            byte[] content = new WavBytes()
                    .chunk("junk", before)
                    .format(A_LAW, 1, 8000, 8)
                    .chunk("data", law)
                    .bytes();
            assertArrayEquals(
                    new float[] {8 / 32768f, -8 / 32768f, 32256 / 32768f, -32256 / 32768f},
                    decoders.decode(file(content)).samples());
        }
        byte[] nonsense =
                new WavBytes().format(0x7777, 1, 8000, 8).chunk("data", law).bytes();
        assertTrue(refusal(nonsense).startsWith("some.wav: "), refusal(nonsense));
    }

    @Test
    void theRefusalOfTheOnlyDecoderThatKnowsTheContainerIsShown() throws IOException {
        AudioDecoders few = new AudioDecoders(List.of(new X()));
        Path file = file("R".getBytes(UTF_8));
        assertEquals(
                "some.wav: it is for somebody else",
                assertThrows(UnreadableAudioException.class, () -> few.decode(file))
                        .getMessage());
    }

    @Test
    void oneMoreDecoderIsAskedFirstAndTheOldCatalogueStays() throws IOException {
        AudioDecoders more = decoders.with(new X());
        assertNotEquals(decoders, more);
        assertEquals(2, decoders.decoders().size());
        assertEquals(1000, more.decode(file("X".getBytes(UTF_8))).sampleRate());
        byte[] wav = new WavBytes()
                .format(1, 1, 16000, 16)
                .chunk("data", WavBytes.shorts(1))
                .bytes();
        assertEquals(16000, more.decode(file(wav)).sampleRate());
    }

    @Test
    void saysWhatTheContentIs() throws IOException {
        assertEquals("some.wav: the file is empty", refusal(new byte[0]));
        assertEquals(
                "some.wav: its audio format is unknown: it begins with \"file,label\"; convert it to WAV or FLAC",
                refusal("file,label".getBytes(UTF_8)));
        assertEquals(
                "some.wav: its audio format is unknown: it begins with the bytes 00 01 ff; "
                        + "convert it to WAV or FLAC",
                refusal(new byte[] {0, 1, -1}));
        assertThrows(NoSuchFileException.class, () -> decoders.decode(folder.resolve("absent.wav")));
    }
}

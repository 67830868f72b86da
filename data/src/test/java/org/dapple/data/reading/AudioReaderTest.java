package org.dapple.data.reading;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dapple.core.frontend.Waveform;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.audio.ByteWriter;
import org.dapple.data.audio.UnreadableAudioException;
import org.dapple.data.audio.WavBytes;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.SkippedClip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioReaderTest {
    private final Path folder;

    AudioReaderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path floats(int channels, int rate, float... samples) throws IOException {
        ByteWriter data = new ByteWriter();
        for (float sample : samples) {
            data.little(Float.floatToRawIntBits(sample), 32);
        }
        byte[] file = new WavBytes()
                .format(3, channels, rate, 32)
                .chunk("data", data.bytes())
                .bytes();
        return Files.write(folder.resolve("a.wav"), file);
    }

    private static String refusal(Path file) {
        return assertThrows(UnreadableAudioException.class, () -> AudioReader.standard()
                        .read(file))
                .reason();
    }

    @Test
    void bringsEveryFileToItsRate() throws IOException {
        Waveform same = AudioReader.standard().read(floats(1, 16000, 0.1f, 0.2f, 0.3f));
        assertArrayEquals(new float[] {0.1f, 0.2f, 0.3f}, same.samples());
        Waveform halved = AudioReader.standard().read(floats(1, 32000, new float[1001]));
        assertEquals(16000, halved.sampleRate());
        assertEquals(501, halved.samples().length);
        AudioReader fast = new AudioReader(AudioDecoders.standard(), 32000);
        assertEquals(6, fast.read(floats(1, 16000, 1, 2, 3)).samples().length);
    }

    @Test
    void aFileHasOneFingerprintHoweverItIsRead() throws IOException {
        float[] samples = new float[100_000];
        samples[70_000] = 0.5f;
        Path file = floats(1, 32000, samples);
        List<String> handed = new ArrayList<>();
        new PieceReader(AudioReader.standard(), 777)
                .read(List.of(new Clip("a.wav", file, null, null, null)), new PieceHandler() {
                    @Override
                    public void piece(Clip clip, float[] piece, int count, boolean last) {}

                    @Override
                    public void end(Clip clip, String contentHash) {
                        handed.add(contentHash);
                    }

                    @Override
                    public void skipped(SkippedClip skipped) {}
                });
        assertEquals(List.of(AudioReader.standard().contentHash(file)), handed);
        samples[70_000] = 0.25f;
        assertNotEquals(handed.get(0), AudioReader.standard().contentHash(floats(1, 32000, samples)));
    }

    @Test
    void refusesWhatIsNotFinite() throws IOException {
        assertEquals(
                "its sample 1 is NaN, which is not a valid amplitude",
                refusal(floats(1, 16000, 0, Float.NaN, Float.NaN)));
        assertEquals(
                "its sample 2 is -Infinity, which is not a valid amplitude",
                refusal(floats(2, 44100, 0, 0, 0, 0, 0, Float.NEGATIVE_INFINITY)));
        assertEquals("its sample 0 is 3.0E38, which is not a valid amplitude", refusal(floats(1, 16000, 3e38f)));
    }

    @Test
    void refusesSilenceWithoutSamplesAndRatesThatAreNone() throws IOException {
        assertEquals("it holds no samples", refusal(floats(1, 16000)));
        assertEquals(
                "its sample rate of 1 Hz is outside the range of audio, 1000 to 1000000 Hz; correct its header",
                refusal(floats(1, 1, 0, 0)));
        assertEquals(
                "its sample rate of 2000000000 Hz is outside the range of audio, 1000 to 1000000 Hz; correct its header",
                refusal(floats(1, 2_000_000_000, 0, 0)));
        assertThrows(ConfigurationException.class, () -> new AudioReader(AudioDecoders.standard(), 0));
    }
}

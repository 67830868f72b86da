package org.dapple.data.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.dapple.core.frontend.Waveform;
import org.dapple.data.reading.ResampledStream;
import org.dapple.data.reading.Resampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleStreamTest {
    @TempDir
    Path folder;

    private static Waveform noise(int samples, int rate) {
        float[] values = new float[samples];
        SplittableRandom random = new SplittableRandom(samples);
        for (int i = 0; i < samples; i++) {
            values[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return new Waveform(values, rate);
    }

    /** Everything, in pieces of changing lengths. */
    private static float[] all(SampleStream stream) throws IOException {
        float[] samples = new float[1 << 22];
        int size = 0;
        for (int asked = 1; ; asked = asked % 5000 + 77) {
            int count = stream.read(samples, size, asked);
            if (count == 0) {
                return Arrays.copyOf(samples, size);
            }
            size += count;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {44100, 48000, 8000, 22050, 96000, 11025, 15999, 16001})
    void piecesAreResampledBitForBitAsTheWhole(int rate) throws IOException {
        for (int length : new int[] {1, 150, 300_007}) {
            Waveform whole = noise(length, rate);
            try (SampleStream stream = new ResampledStream(SampleStream.of(whole), 16000)) {
                assertArrayEquals(new Resampler(16000).apply(whole).samples(), all(stream), rate + " " + length);
            }
        }
    }

    @Test
    void wavIsReadInPieces() throws IOException {
        Path file = folder.resolve("a.wav");
        WavFile.write(file, noise(100_003, 16000));
        float[] whole = new WavDecoder().decode(file).samples();
        try (SampleStream stream = AudioDecoders.standard().open(file)) {
            assertEquals(16000, stream.sampleRate());
            assertArrayEquals(whole, all(stream));
            assertEquals(0, stream.read(new float[1], 0, 1));
        }
    }

    @Test
    void flacIsReadInPieces() throws IOException {
        int[] samples = new SplittableRandom(3).ints(100_000, -32768, 32768).toArray();
        Path file = Files.write(folder.resolve("a.flac"), FlacFile.bytes(1, 16000, 16, samples));
        try (SampleStream stream = AudioDecoders.standard().open(file)) {
            float[] read = all(stream);
            assertEquals(samples.length, read.length);
            for (int i = 0; i < read.length; i++) {
                assertEquals(samples[i] / 32768f, read[i]);
            }
        }
    }
}

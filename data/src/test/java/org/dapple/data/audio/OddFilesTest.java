package org.dapple.data.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.dapple.core.frontend.Waveform;
import org.dapple.data.reading.AudioReader;
import org.dapple.testing.SharedData;
import org.junit.jupiter.api.Test;

/** Every file of {@code ../shared/data/odd}: what it gives, or why it gives nothing. */
class OddFilesTest {

    /** File, samples and rate before resampling, root mean square; or file and reason. */
    private static final String TABLE = """
            UPPER.WAV                       |  9600 | 16000 | 0.09676
            alaw_8000.wav                   |  4800 |  8000 | 0.09665
            big_endian.aiff                 | 26460 | 44100 | 0.09676
            extensible_s16_mono.wav         | 26460 | 44100 | 0.09676
            flac_named.wav                  |  9600 | 16000 | 0.09676
            float32.wav                     | 26460 | 44100 | 0.09676
            float32_nan_inf.wav             | its sample 0 is NaN, which is not a valid amplitude
            float64.wav                     | 26460 | 44100 | 0.09676
            header_only_no_samples.wav      | it holds no samples
            list_chunk_odd_size_before_data.wav | 26460 | 44100 | 0.09676
            mono_vbr_id3.mp3                | 26460 | 44100 | 0
            ms_adpcm_22050.wav              | 14168 | 22050 | 0.09338
            mulaw_8000.wav                  |  4800 |  8000 | 0.09666
            name with spaces, ümlaut.flac   |  9600 | 16000 | 0.09676
            ok_16000.flac                   |  9600 | 16000 | 0.09676
            one_sample.wav                  |     1 | 44100 | 0.01761
            pcm_s24.wav                     | 26460 | 44100 | 0.09676
            pcm_s32.wav                     | 26460 | 44100 | 0.09676
            pcm_u8.wav                      | 26460 | 44100 | 0.09679
            rate_11025.wav                  |  6615 | 11025 | 0.09669
            rate_8000.wav                   |  4800 |  8000 | 0.09658
            rate_96000_24bit.flac           | 57600 | 96000 | 0.09676
            short_50ms.wav                  |  2205 | 44100 | 0.08082
            silent_1s_16000.wav             | 16000 | 16000 | 0
            stereo_16000.flac               |  9600 | 16000 | 0.12167
            stereo_44100.ogg                | 26460 | 44100 | 0.12065
            stereo_44100_cbr.mp3            | 27648 | 44100 | 0.11337
            stereo_48000.opus               | 28800 | 48000 | 0.12235
            streamed_data_size_ffffffff.wav | 26460 | 44100 | 0.09676
            surround51_48000.wav            | 28800 | 48000 | 0.05842
            text_named.wav                  | its audio format is unknown: it begins with "This is not audi"; \
            convert it to WAV or FLAC
            truncated.flac                  |  4096 | 16000 | 0.13404
            truncated_in_data.wav           | 13219 | 44100 | 0.12388
            truncated_in_header.wav         | its format chunk has 10 bytes instead of at least 16; \
            the file is damaged or truncated
            zero_bytes.wav                  | the file is empty
            """;

    private static final List<String[]> ROWS =
            TABLE.lines().map(line -> line.split(" *\\| *", -1)).toList();

    /** Found in the listing: where the locale is not UTF-8, Java cannot spell every name, but can open it. */
    private static List<Path> files() throws IOException {
        try (Stream<Path> listing = Files.list(SharedData.path("data/odd"))) {
            return listing.filter(file -> !name(file).matches("ATTRIBUTION.txt|SHA256SUMS"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path file) {
        return plain(String.valueOf(file.getFileName()));
    }

    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).replaceAll("[^ -~]+", "?");
    }

    private static Path file(String name) throws IOException {
        return files().stream()
                .filter(file -> name(file).equals(plain(name)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theTableNamesEveryFile() throws IOException {
        assertEquals(
                files().stream().map(OddFilesTest::name).sorted().toList(),
                ROWS.stream().map(row -> plain(row[0])).sorted().toList());
    }

    @Test
    void everyFileGivesWhatTheTableSays() throws IOException {
        for (String[] row : ROWS) {
            Path file = file(row[0]);
            if (row.length == 2) {
                UnreadableAudioException refusal = assertThrows(
                        UnreadableAudioException.class,
                        () -> AudioReader.standard().read(file),
                        row[0]);
                assertEquals(row[1], refusal.reason(), row[0]);
                continue;
            }
            Waveform decoded = AudioDecoders.standard().decode(file);
            assertEquals(Integer.parseInt(row[1]), decoded.samples().length, row[0]);
            assertEquals(Integer.parseInt(row[2]), decoded.sampleRate(), row[0]);
            assertEquals(Double.parseDouble(row[3]), rms(decoded), 1e-5, row[0]);
            Waveform read = AudioReader.standard().read(file);
            assertEquals(16000, read.sampleRate());
            assertEquals((int) Math.ceil(decoded.seconds() * 16000 - 1e-9), read.samples().length, row[0]);
        }
    }

    @Test
    void everyFileIsTheSameInPieces() throws IOException {
        for (String[] row : ROWS) {
            Path file = file(row[0]);
            if (row.length == 2) {
                assertThrows(UnreadableAudioException.class, () -> inPieces(file), row[0]);
            } else {
                assertArrayEquals(AudioReader.standard().read(file).samples(), inPieces(file), row[0]);
            }
        }
    }

    private static float[] inPieces(Path file) throws IOException {
        float[] samples = new float[100_000];
        int size = 0;
        try (SampleStream stream = AudioReader.standard().open(file)) {
            for (int count = stream.read(samples, 0, 999); count > 0; count = stream.read(samples, size, 999)) {
                size += count;
            }
        }
        return Arrays.copyOf(samples, size);
    }

    /** The same recording in different clothes. */
    @Test
    void losslessFormatsAgree() throws IOException {
        AudioDecoders decoders = AudioDecoders.standard();
        float[] wav = decoders.decode(file("float64.wav")).samples();
        for (String name : List.of(
                "float32.wav",
                "pcm_s24.wav",
                "pcm_s32.wav",
                "extensible_s16_mono.wav",
                "big_endian.aiff",
                "list_chunk_odd_size_before_data.wav",
                "streamed_data_size_ffffffff.wav")) {
            assertArrayEquals(wav, decoders.decode(file(name)).samples(), name);
        }
        assertArrayEquals(wav, decoders.decode(file("pcm_u8.wav")).samples(), 1.01f / 128);
        float[] flac = decoders.decode(file("ok_16000.flac")).samples();
        for (String name : List.of("UPPER.WAV", "flac_named.wav", "name with spaces, ümlaut.flac")) {
            assertArrayEquals(flac, decoders.decode(file(name)).samples(), name);
        }
    }

    /** 44.1 and 96 kHz brought to 16 kHz are what another resampler made of the same recording, but for its dither. */
    @Test
    void resampledFilesAgree() throws IOException {
        Waveform expected = AudioReader.standard().read(file("ok_16000.flac"));
        for (String name : List.of("float64.wav", "rate_96000_24bit.flac", "big_endian.aiff")) {
            Waveform read = AudioReader.standard().read(file(name));
            double squares = 0;
            for (int i = 0; i < read.samples().length; i++) {
                squares += Math.pow(read.samples()[i] - expected.samples()[i], 2);
            }
            double share = Math.sqrt(squares / read.samples().length) / rms(expected);
            assertEquals(0, share, 0.002, name);
        }
    }

    /**
     * What ffmpeg's own program decodes, sample by sample, where it is installed. Its version 5.1 gave the very same
     * samples for all files, but for 1.2e-7 in Vorbis and Opus.
     */
    @Test
    void everyFileIsWhatFfmpegDecodes() throws IOException, InterruptedException {
        assumeTrue(Ffmpeg.isInstalled(), "there is no program ffmpeg to compare with");
        for (String[] row : ROWS) {
            if (row.length == 2) {
                continue;
            }
            Path file = file(row[0]);
            float[] ours = AudioDecoders.standard().decode(file).samples();
            float[] theirs = Ffmpeg.decode(file);
            int channels = theirs.length / ours.length;
            assertEquals(channels * ours.length, theirs.length, row[0]);
            boolean lossy = row[0].matches(".*[.](mp3|ogg|opus)");
            double product = 0;
            double ourSquares = 0;
            double theirSquares = 0;
            for (int i = 0; i < ours.length; i++) {
                double mean = 0;
                for (int channel = 0; channel < channels; channel++) {
                    mean += theirs[channels * i + channel] / channels;
                }
                product += mean * ours[i];
                ourSquares += ours[i] * ours[i];
                theirSquares += mean * mean;
                assertTrue(lossy || Math.abs(mean - ours[i]) <= 1 / 32768.0, row[0] + " at " + i);
            }
            double scale = Math.sqrt(ourSquares * theirSquares);
            assertTrue(scale == 0 ? ourSquares == theirSquares : product / scale > 0.999, row[0]);
        }
    }

    private static double rms(Waveform waveform) {
        double squares = 0;
        for (float sample : waveform.samples()) {
            squares += (double) sample * sample;
        }
        return Math.sqrt(squares / waveform.samples().length);
    }
}

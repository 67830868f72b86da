package org.dapple.data.audio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dapple.data.reading.AudioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: what FFmpeg's native code prints, and what happens without it. */
class QuietFfmpegTest {
    private final Path folder;

    QuietFfmpegTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Reads the files that are named in the arguments and prints a line for each. */
    static final class Main {
        private Main() {}

        public static void main(String[] files) {
            for (String file : files) {
                try {
                    System.out.println(
                            AudioReader.standard().read(Path.of(file)).samples().length + " samples");
                } catch (UnreadableAudioException e) {
                    System.out.println("unreadable");
                } catch (IOException | IllegalStateException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    private List<String> output(String classPath, Path... files) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path printed = folder.resolve("printed");
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        java.toString(),
                                        "--enable-native-access=ALL-UNNAMED", // else a newer JVM warns
                                        "-cp",
                                        classPath,
                                        Main.class.getName()),
                                Arrays.stream(files).map(Path::toString))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS"); // the JVM would print them
        assertEquals(0, builder.start().waitFor(), () -> String.join("\n", lines(printed)));
        return lines(printed);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void brokenFilesPrintNothing() throws IOException, InterruptedException {
        byte[] flac = FlacFile.bytes(
                1, 16000, 16, new SplittableRandom(3).ints(9000, -32768, 32768).toArray());
        byte[] damaged = flac.clone();
        Arrays.fill(damaged, 9000, 10000, (byte) 0xFF);
        byte[] noStream = new ByteWriter().ascii("ID3").raw(new byte[500]).bytes();
        assertEquals(
                List.of("9000 samples", "9000 samples", "4096 samples", "unreadable", "unreadable"),
                output(
                        System.getProperty("java.class.path"),
                        Files.write(folder.resolve("whole"), flac),
                        Files.write(folder.resolve("damaged"), damaged),
                        Files.write(folder.resolve("cut"), Arrays.copyOf(flac, 10_000)),
                        Files.write(folder.resolve("start"), Arrays.copyOf(flac, 20)),
                        Files.write(folder.resolve("empty"), noStream)));
    }

    @Test
    void withoutTheNativeLibraryWavIsReadAndTheRestSaysWhatToAdd() throws IOException, InterruptedException {
        String javaOnly = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(ffmpeg|javacpp)-[^/\\\\]*-(linux|macosx|windows)-[^/\\\\]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        byte[] wav = new WavBytes()
                .format(1, 1, 16000, 16)
                .chunk("data", WavBytes.shorts(1, 2))
                .bytes();
        assertEquals(List.of("2 samples"), output(javaOnly, Files.write(folder.resolve("a"), wav)));
        byte[] flac = FlacFile.bytes(1, 16000, 16, new int[] {1});
        String message =
                output(javaOnly, Files.write(folder.resolve("b"), flac)).get(0);
        assertTrue(message.startsWith("FFmpeg's native library is not on the class path"), message);
    }
}

package org.dapple.data.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {
    @TempDir
    Path folder;

    private static List<CsvFile.Row> rows(Path file, String... columns) throws IOException {
        List<CsvFile.Row> rows = new ArrayList<>();
        CsvFile.read(file, List.of(columns), rows::add);
        return rows;
    }

    private String refusal(byte[] content, String... columns) throws IOException {
        Path file = Files.write(folder.resolve("refused.csv"), content);
        return String.valueOf(assertThrows(CsvFile.MalformedException.class, () -> rows(file, columns))
                        .getMessage())
                .replace(file.toString(), "FILE");
    }

    private String refusal(String content, String... columns) throws IOException {
        return refusal(content.getBytes(StandardCharsets.UTF_8), columns);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        List<List<String>> cells = List.of(
                List.of("", " a ", "b, \"c\""), List.of("two\nlines", "ü 语音", "=1+1"), List.of("#", "x\r\ny", "'"));
        Path file = folder.resolve("sub/all.csv");
        CsvFile.write(file, List.of("a", "b c", ""), cells.stream());
        assertEquals(cells, rows(file, "b c").stream().map(CsvFile.Row::cells).toList());
        assertEquals(Files.readString(file), CsvFile.text(List.of("a", "b c", ""), cells.stream()));
    }

    @Test
    void writtenBytesAreTheSameEverywhere() throws IOException {
        Path file = folder.resolve("all.csv");
        CsvFile.write(file, List.of("a", "b"), Stream.of(Arrays.asList(1, null), List.of("x", 0.5f)));
        assertEquals("a,b\n1,\nx,0.5\n", Files.readString(file));
        assertEquals("1,2\n", CsvFile.text(List.of(), Stream.of(List.of(1, 2))));
    }

    @Test
    void filesOfOtherProgramsAreRead() throws IOException {
        Path file = Files.writeString(folder.resolve("all.csv"), "\uFEFF,name , label\r\n0,a,\" x\"\r\n\r\n1, b ,\r\n");
        List<CsvFile.Row> rows = rows(file, "name");
        assertEquals(
                List.of("a", "b"), rows.stream().map(row -> row.get("name")).toList());
        assertEquals(
                List.of(" x", ""), rows.stream().map(row -> row.get("label")).toList());
        assertEquals("", rows.get(0).get("fold"), "there is no such column");
        assertEquals("line 2 of " + file, rows.get(0).where());
        assertEquals(4, rows.get(1).line(), "an empty line counts");
    }

    @Test
    void whatIsNoSuchFileIsRefusedInASentence() throws IOException {
        assertEquals("line 3 of FILE has 1 cells, its header 2", refusal("a,b\n1,2\n3\n"));
        assertEquals("line 2 of FILE has 3 cells, its header 2", refusal("a,b\n1,2,3\n"));
        assertEquals("FILE has the column a twice", refusal("a,b,a\n1,2,3\n"));
        assertEquals("FILE must have the columns a, c; it has a, b", refusal("a,b\n", "a", "c"));
        assertEquals("FILE must have the columns a; it has none", refusal("", "a"));
        assertEquals("FILE is not UTF-8 text", refusal(new byte[] {'a', '\n', (byte) 0xe4, '\n'}));
        assertEquals("FILE is not UTF-8 text", refusal(new byte[] {(byte) 0xe4, '\n'}));
        assertEquals("FILE is not a readable CSV file", refusal("a,b\n\"1,2\n").split(":", 2)[0]);
    }
}

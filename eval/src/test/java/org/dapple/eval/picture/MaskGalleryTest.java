package org.dapple.eval.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.dapple.eval.report.SampleClip;
import org.dapple.eval.report.chart.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

public class MaskGalleryTest {

    public static MaskGallery sample() {
        List<MaskGallery.Row> rows = List.of(
                new MaskGallery.Row("random", masks(45, 1)),
                new MaskGallery.Row("inverse block, 5 × 5", masks(45, 11)),
                new MaskGallery.Row("dispersion-weighted, hint 0.5", masks(52, 21)));
        return new MaskGallery(
                "Masks of 03a01Fa.wav at ratio 0.7",
                SampleClip.spectrogram(),
                SampleClip.GRID,
                List.of("seed 1", "seed 2", "seed 3"),
                rows);
    }

    @Test
    void showsTheCleanClipThenEveryMask() {
        GalleryLayout layout = new GalleryLayout(3, 3);
        SpectrogramImage cell = layout.cell();
        BufferedImage image = sample().draw();
        assertEquals(layout.width(), image.getWidth());
        assertEquals(layout.height(), image.getHeight());
        assertShows(cell.draw(SampleClip.spectrogram()), image, layout.left(0), layout.top(0));
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                boolean[] masked = sample().rows().get(row).masks().get(column);
                assertShows(
                        cell.draw(SampleClip.spectrogram(), masked, SampleClip.GRID),
                        image,
                        layout.left(column),
                        layout.top(row + 1));
            }
        }
    }

    /** As Java finds out itself: it throws at the first letter where there are none. */
    private static boolean fontsAreThere() {
        try {
            Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
            return graphics.getFontMetrics().stringWidth("Hz") > 0;
        } catch (RuntimeException | InternalError | LinkageError e) {
            return false;
        }
    }

    @Test
    void writesCaptionsAndAxesWithinTheMargins() {
        GalleryLayout layout = new GalleryLayout(3, 3);
        assumeTrue(fontsAreThere(), "this machine's Java has no fonts");
        BufferedImage image = sample().draw();
        assertTrue(ink(image, GalleryLayout.MARGIN, layout.top(3), 150, 40) > 100, "caption");
        assertTrue(
                ink(image, layout.left(0) - 50, layout.top(1), 50, layout.cell().height()) > 100, "Hz");
        assertTrue(ink(image, layout.left(2), layout.top(3) + layout.cell().height(), 100, 25) > 50, "seconds");
        assertEquals(0, ink(image, 0, 0, GalleryLayout.MARGIN, image.getHeight()), "left margin");
        assertEquals(0, ink(image, image.getWidth() - 12, 0, 12, image.getHeight()), "right margin");
        assertEquals(0, ink(image, 0, image.getHeight() - 12, image.getWidth(), 12), "lower margin");
    }

    @Test
    void isDeterministic() {
        assertArrayEquals(
                Picture.of("", sample().draw()).png(),
                Picture.of("", sample().draw()).png());
    }

    @Test
    void refusesARowWithTooFewMasks() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new MaskGallery(
                        "",
                        SampleClip.spectrogram(),
                        SampleClip.GRID,
                        List.of("seed 1", "seed 2"),
                        List.of(new MaskGallery.Row("random", masks(45, 1)))));
    }

    /** The sample's main method in a Java whose fontconfig knows no font, as on a minimal server. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void comesWithoutTextWhereJavaHasNoFonts(@TempDir Path folder) throws IOException, InterruptedException {
        Path noFonts = Files.writeString(folder.resolve("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig/>");
        Path png = folder.resolve("gallery.png");
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Duser.home=" + folder, // where Java would find the fonts of an earlier run
                "-cp",
                System.getProperty("java.class.path"),
                WithoutFonts.class.getName(),
                png.toString());
        child.environment().put("FONTCONFIG_FILE", noFonts.toString());
        Path log = folder.resolve("log");
        Process process =
                child.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the child ends");
        assertEquals(0, process.exitValue(), () -> read(log));
        GalleryLayout layout = new GalleryLayout(3, 3);
        BufferedImage image = ImageIO.read(png.toFile());
        assertShows(layout.cell().draw(SampleClip.spectrogram()), image, layout.left(0), layout.top(0));
        assertEquals(0, ink(image, 0, 0, layout.left(0) - 5, image.getHeight()), "nothing is written");
    }

    /** What the child of the test above runs. */
    static final class WithoutFonts {
        private WithoutFonts() {}

        public static void main(String[] arguments) throws IOException {
            Files.write(Path.of(arguments[0]), Picture.of("", sample().draw()).png());
        }
    }

    private static List<boolean[]> masks(int hidden, long seed) {
        return List.of(
                SampleClip.mask(hidden, seed), SampleClip.mask(hidden, seed + 1), SampleClip.mask(hidden, seed + 2));
    }

    private static void assertShows(BufferedImage part, BufferedImage whole, int left, int top) {
        for (int y = 0; y < part.getHeight(); y++) {
            for (int x = 0; x < part.getWidth(); x++) {
                assertEquals(part.getRGB(x, y), whole.getRGB(left + x, top + y), "(" + x + ", " + y + ")");
            }
        }
    }

    /** How many pixels of an area are not white. */
    private static int ink(BufferedImage image, int left, int top, int width, int height) {
        int count = 0;
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                count += image.getRGB(x, y) == Color.WHITE.getRGB() ? 0 : 1;
            }
        }
        return count;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}

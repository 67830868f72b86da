package org.dapple.eval.report.chart;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture in a report.
 *
 * @param caption plain text below the picture; screen readers read it instead
 * @param png a PNG file; not copied, and must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // shown, never compared
public record Picture(String caption, byte[] png) {

    /**
     * Encodes an image.
     *
     * @param caption plain text below the picture
     * @param image the picture
     * @return the picture as PNG; equal images give equal bytes
     */
    public static Picture of(String caption, BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // In memory: by default ImageIO would write a temporary file first.
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("this Java runtime has no PNG writer; install its desktop module");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a picture could not be encoded in memory", e);
        }
        return new Picture(caption, bytes.toByteArray());
    }
}

package org.dapple.eval.report.chart;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dapple.core.frontend.Waveform;
import org.dapple.eval.markup.MarkdownText;
import org.dapple.eval.markup.Markup;
import org.dapple.eval.markup.Numbers;
import org.dapple.eval.report.part.ReportPart;

/**
 * Embeddings of clips in two dimensions, in two views between which the reader switches: principal components and t-SNE
 * (see {@code org.dapple.eval.map}). Some clips can be heard.
 *
 * @param title the heading
 * @param points the clips, at most {@value #MOST_POINTS}
 * @param sounds of some of them, at most {@value #MOST_SOUNDS}, so that a page stays under 20 MB
 * @param note one paragraph below, may be empty: the encoder, which clips, how much variance the plane shows
 */
public record EmbeddingMap(String title, List<Point> points, List<Sound> sounds, String note) implements ReportPart {
    /** So many clips a map shows at most. */
    public static final int MOST_POINTS = 5000;

    /** So many clips of a report can be heard at most. */
    public static final int MOST_SOUNDS = 100;

    /** So long a sound is at most. */
    public static final int MOST_SECONDS = 3;

    /** Of every sound, in Hz. */
    public static final int SAMPLE_RATE = 16_000;

    /**
     * One clip. Coordinates have no unit; both views are stretched to fill the drawing, the same on both axes.
     *
     * @param caption for example the file name
     * @param label its class
     * @param pcaX first principal component
     * @param pcaY second principal component
     * @param tsneX of t-SNE
     * @param tsneY of t-SNE
     */
    public record Point(String caption, String label, double pcaX, double pcaY, double tsneX, double tsneY) {
        /**
         * Checks the coordinates.
         *
         * @throws IllegalArgumentException if one is not finite
         */
        public Point {
            for (double coordinate : new double[] {pcaX, pcaY, tsneX, tsneY}) {
                Numbers.require(
                        Double.isFinite(coordinate), caption, "place", "must be finite; it is at " + coordinate);
            }
        }
    }

    /**
     * What a clip sounds like; kept in the page as 16-bit WAV.
     *
     * @param point the clip's place in the list of points
     * @param waveform at {@value EmbeddingMap#SAMPLE_RATE} Hz, at most {@value EmbeddingMap#MOST_SECONDS} s
     */
    public record Sound(int point, Waveform waveform) {
        /**
         * Checks rate and length.
         *
         * @throws IllegalArgumentException if it is of another rate, or longer; {@link #cut} cuts it
         */
        public Sound {
            String name = "point " + point;
            Numbers.require(
                    waveform.sampleRate() == SAMPLE_RATE,
                    name,
                    "sound",
                    "must be resampled to " + SAMPLE_RATE + " Hz; it has " + waveform.sampleRate());
            Numbers.require(
                    waveform.samples().length <= MOST_SECONDS * SAMPLE_RATE,
                    name,
                    "sound",
                    "must be cut to " + MOST_SECONDS + " s; it has " + waveform.seconds());
        }

        /**
         * The beginning of a sound.
         *
         * @param point the clip's place in the list of points
         * @param waveform at {@value EmbeddingMap#SAMPLE_RATE} Hz
         * @return its first {@value EmbeddingMap#MOST_SECONDS} s
         */
        public static Sound cut(int point, Waveform waveform) {
            int length = Math.min(waveform.samples().length, MOST_SECONDS * SAMPLE_RATE);
            return new Sound(point, new Waveform(Arrays.copyOf(waveform.samples(), length), waveform.sampleRate()));
        }

        /** {@return the name of the sound in the page; the same sound has the same name in every map} */
        public String id() {
            return "sound-" + waveform.contentHash().substring(0, 16);
        }
    }

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there are too many points or sounds, or a sound is of no point or of one that
     *     has another
     */
    public EmbeddingMap {
        points = List.copyOf(points);
        sounds = List.copyOf(sounds);
        Numbers.requireAtMost(MOST_POINTS, title, "points", points.size());
        Numbers.requireAtMost(MOST_SOUNDS, title, "sounds", sounds.size());
        Set<Integer> seen = new HashSet<>();
        for (Sound sound : sounds) {
            Numbers.require(
                    sound.point() >= 0 && sound.point() < points.size() && seen.add(sound.point()),
                    title,
                    "sound",
                    "must be of one of its " + points.size() + " points, each once; it is of point " + sound.point());
        }
    }

    @Override
    public void html(Markup page) {
        new MapPlot(this).html(page);
    }

    @Override
    public void markdown(MarkdownText text) {
        new MapPlot(this).markdown(text);
    }
}

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
 * Embeddings of clips in two dimensions. Readers switch between two views, principal components and t-SNE (see
 * {@code org.dapple.eval.map}), and can listen to some of the clips.
 *
 * @param title the heading
 * @param points the clips, at most {@value #MOST_POINTS}
 * @param sounds at most {@value #MOST_SOUNDS}, so that a page stays below 20 MB
 * @param note one paragraph below the map, may be empty: encoder, clips, explained variance
 */
public record EmbeddingMap(String title, List<Point> points, List<Sound> sounds, String note) implements ReportPart {
    /** Largest number of clips in a map. */
    public static final int MOST_POINTS = 5000;

    /** Largest number of sounds in a report. */
    public static final int MOST_SOUNDS = 100;

    /** Longest sound in seconds. */
    public static final int MOST_SECONDS = 3;

    /** Sample rate of every sound in Hz. */
    public static final int SAMPLE_RATE = 16_000;

    /**
     * One clip. Coordinates have no unit; each view is scaled to fill the drawing, with the same factor on both axes.
     *
     * @param caption for example the file name
     * @param label the class of the clip
     * @param pcaX first principal component
     * @param pcaY second principal component
     * @param tsneX first coordinate of t-SNE
     * @param tsneY second coordinate of t-SNE
     */
    public record Point(String caption, String label, double pcaX, double pcaY, double tsneX, double tsneY) {
        /**
         * Refuses coordinates that are not finite.
         *
         * @throws IllegalArgumentException if it refuses one
         */
        public Point {
            for (double coordinate : new double[] {pcaX, pcaY, tsneX, tsneY}) {
                Numbers.require(
                        Double.isFinite(coordinate), caption, "place", "must be finite; it is at " + coordinate);
            }
        }
    }

    /**
     * The sound of a clip, stored in the page as 16-bit WAV.
     *
     * @param point index of the clip in the list of points
     * @param waveform at {@value EmbeddingMap#SAMPLE_RATE} Hz, at most {@value EmbeddingMap#MOST_SECONDS} s
     */
    public record Sound(int point, Waveform waveform) {
        /**
         * Refuses another sample rate and longer sounds; {@link #cut} cuts them.
         *
         * @throws IllegalArgumentException if it refuses the sound
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
         * Cuts a sound.
         *
         * @param point index of the clip in the list of points
         * @param waveform at {@value EmbeddingMap#SAMPLE_RATE} Hz
         * @return the first {@value EmbeddingMap#MOST_SECONDS} s
         */
        public static Sound cut(int point, Waveform waveform) {
            int length = Math.min(waveform.samples().length, MOST_SECONDS * SAMPLE_RATE);
            return new Sound(point, new Waveform(Arrays.copyOf(waveform.samples(), length), waveform.sampleRate()));
        }

        /** {@return the name of the sound in the page; equal sounds have equal names in every map} */
        public String id() {
            return "sound-" + waveform.contentHash().substring(0, 16);
        }
    }

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there are too many points or sounds, or the point of a sound does not exist
     *     or has another sound
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

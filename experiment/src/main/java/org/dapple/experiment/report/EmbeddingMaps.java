package org.dapple.experiment.report;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.audio.UnreadableAudioException;
import org.dapple.data.clips.Clip;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.map.PrincipalPlane;
import org.dapple.eval.map.TSne;
import org.dapple.eval.report.chart.EmbeddingMap;

/** Maps of the embeddings of some test clips, with sounds to listen to. */
final class EmbeddingMaps {
    private static final int MOST_CLIPS = 400;
    /** A neighbourhood needs three other clips. */
    private static final int FEWEST_CLIPS = 4;

    private EmbeddingMaps() {}

    /**
     * The map of one task.
     *
     * @param task the task
     * @param encoder name of the encoder
     * @param embeddings of the task's clips
     * @param sounds how many clips can be played
     */
    static EmbeddingMap of(DownstreamTask task, String encoder, Embeddings embeddings, int sounds) throws IOException {
        List<Integer> chosen = spread(tested(embeddings.clips()), MOST_CLIPS);
        if (chosen.size() < FEWEST_CLIPS) {
            throw new ConfigurationException(
                    task.name(),
                    "has too few test clips for a map: " + chosen.size() + "; at least " + FEWEST_CLIPS
                            + " are needed");
        }
        float[][] rows = new float[chosen.size()][];
        for (int i = 0; i < rows.length; i++) {
            int from = chosen.get(i) * embeddings.width();
            rows[i] = Arrays.copyOfRange(embeddings.values(), from, from + embeddings.width());
        }
        PrincipalPlane plane = PrincipalPlane.of(rows);
        double[][] neighbours = TSne.standard().map(rows);
        List<EmbeddingMap.Point> points = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            Clip clip = embeddings.clips().get(chosen.get(i));
            points.add(new EmbeddingMap.Point(
                    clip.filename(),
                    String.valueOf(clip.label()),
                    plane.coordinates()[i][0],
                    plane.coordinates()[i][1],
                    neighbours[i][0],
                    neighbours[i][1]));
        }
        AudioReader reader = AudioReader.standard();
        List<EmbeddingMap.Sound> heard = new ArrayList<>();
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            all.add(i);
        }
        for (int point : spread(all, sounds)) {
            Clip clip = embeddings.clips().get(chosen.get(point));
            try {
                heard.add(EmbeddingMap.Sound.cut(point, reader.read(clip.file())));
            } catch (UnreadableAudioException | NoSuchFileException e) {
                // The embedding was kept from an earlier run: the map shows the point, without sound.
            }
        }
        String note = String.format(
                Locale.ROOT,
                "%d test clips embedded by %s; the plane of the principal components shows %.0f %% of their variance.",
                rows.length,
                encoder,
                100 * (plane.explained()[0] + plane.explained()[1]));
        return new EmbeddingMap("Embeddings of " + task.name(), points, heard, note);
    }

    /** The test clips; for a set with folds all clips, since each is tested once. */
    private static List<Integer> tested(List<Clip> clips) {
        List<Integer> tested = new ArrayList<>();
        for (int i = 0; i < clips.size(); i++) {
            String split = clips.get(i).split();
            if (split == null || split.equals("test")) {
                tested.add(i);
            }
        }
        return tested;
    }

    /** At most a number of elements, evenly spread over a list. */
    static List<Integer> spread(List<Integer> all, int most) {
        int count = Math.min(most, all.size());
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(all.get((int) ((long) i * all.size() / count)));
        }
        return chosen;
    }
}

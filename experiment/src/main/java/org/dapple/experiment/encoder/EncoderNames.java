package org.dapple.experiment.encoder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dapple.core.settings.ConfigurationException;

/**
 * The names of encoders in tables: the folder's name, with as many parent folders as tell it from the others.
 *
 * @param runs runs or checkpoints, each with its title
 * @param folders of other encoders
 * @param titles of these folders, in the same order
 */
public record EncoderNames(List<RunChoice> runs, List<Path> folders, List<String> titles) {

    /** A folder, and a suffix for its name. */
    private record Place(Path folder, String suffix) {
        String title(int parts) {
            Path whole = folder.toAbsolutePath().normalize();
            int from = Math.max(0, whole.getNameCount() - parts);
            String name = whole.getNameCount() == 0
                    ? "root"
                    : whole.subpath(from, whole.getNameCount()).toString().replace('\\', '/');
            return name + suffix;
        }
    }

    /**
     * Finds titles.
     *
     * @param runs runs or checkpoints
     * @param folders of other encoders
     * @param baselines names that are taken
     * @return the encoders with titles that differ
     * @throws ConfigurationException if an encoder is named twice
     */
    public static EncoderNames of(List<RunChoice> runs, List<Path> folders, Set<String> baselines) {
        List<Place> places = new ArrayList<>();
        for (RunChoice run : runs) {
            places.add(new Place(run.job().run().root(), run.checkpoint().isEmpty() ? "" : "@" + run.checkpoint()));
        }
        folders.forEach(folder -> places.add(new Place(folder, "")));
        List<String> titles = titles(places, baselines);
        List<RunChoice> called = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            called.add(runs.get(i).called(titles.get(i)));
        }
        return new EncoderNames(called, folders, titles.subList(runs.size(), titles.size()));
    }

    private static List<String> titles(List<Place> places, Set<String> taken) {
        List<String> titles =
                new ArrayList<>(places.stream().map(place -> place.title(1)).toList());
        Set<String> twice = repeated(titles, taken);
        for (int parts = 2; !twice.isEmpty(); parts++) {
            boolean longer = false;
            for (int i = 0; i < places.size(); i++) {
                if (twice.contains(titles.get(i))) {
                    String title = places.get(i).title(parts);
                    longer |= !title.equals(titles.get(i));
                    titles.set(i, title);
                }
            }
            if (!longer) {
                throw new ConfigurationException(
                        "--run",
                        "and --encoder must name every encoder once; "
                                + twice.iterator().next() + " is named twice");
            }
            twice = repeated(titles, taken);
        }
        return titles;
    }

    private static Set<String> repeated(List<String> titles, Set<String> taken) {
        Set<String> known = new HashSet<>(taken);
        Set<String> twice = new HashSet<>();
        for (String title : titles) {
            if (!known.add(title)) {
                twice.add(title);
            }
        }
        return twice;
    }
}

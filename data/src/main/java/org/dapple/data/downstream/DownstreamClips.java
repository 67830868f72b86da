package org.dapple.data.downstream;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Manifest;

/**
 * A downstream set as it was found on a disk.
 *
 * @param info what the set should be
 * @param root its folder
 * @param manifest the clips that are there; their names are relative to the folder
 * @param missing how many files are listed and not there
 * @param examples the first few of them
 * @param remarks further sentences about what is wrong
 */
public record DownstreamClips(
        DownstreamInfo info, Path root, Manifest manifest, int missing, List<String> examples, List<String> remarks) {

    /** Checks that there are clips and copies the lists. */
    public DownstreamClips {
        ConfigurationException.require(!manifest.clips().isEmpty(), "manifest", "have clips", manifest);
        examples = List.copyOf(examples);
        remarks = List.copyOf(remarks);
    }

    /** {@return clips of every split or fold, first those that the set should have, in its order} */
    public Map<String, Integer> parts() {
        Map<String, Integer> parts = new LinkedHashMap<>();
        info.parts().keySet().forEach(part -> parts.put(part, 0));
        for (Clip clip : manifest.clips()) {
            String part = clip.fold() != null ? clip.fold() : clip.split();
            if (part != null) {
                parts.merge(part, 1, Integer::sum);
            }
        }
        return parts;
    }

    /** {@return the different labels} */
    public int classes() {
        Set<String> classes = new LinkedHashSet<>();
        for (Clip clip : manifest.clips()) {
            if (info.multiLabel()) {
                classes.addAll(clip.labels());
            } else if (clip.label() != null) {
                classes.add(clip.label());
            }
        }
        return classes.size();
    }

    /** {@return whether everything is there and as it should be} */
    public boolean complete() {
        return problems().isEmpty();
    }

    /** {@return a sentence for everything that is not as it should be; none if the set is complete} */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (missing > 0) {
            problems.add(missing + " listed " + (missing == 1 ? "file is" : "files are") + " not there: "
                    + String.join(", ", examples) + (missing > examples.size() ? ", …" : ""));
        }
        expect(problems, "the set", "clips", manifest.clips().size(), info.clips());
        String kind = manifest.clips().get(0).fold() != null ? "fold " : "";
        if (!info.parts().isEmpty()) {
            parts().forEach((part, found) ->
                    expect(problems, kind + part, "clips", found, info.parts().getOrDefault(part, 0)));
        }
        expect(problems, "the set", "classes", classes(), info.classes());
        problems.addAll(remarks);
        return problems;
    }

    private static void expect(List<String> problems, String what, String unit, int found, int expected) {
        if (found != expected) {
            problems.add(what + " has " + found + " of " + expected + " " + unit);
        }
    }
}

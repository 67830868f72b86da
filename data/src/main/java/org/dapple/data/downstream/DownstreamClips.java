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
 * A downstream set found on a disk.
 *
 * @param info the expected properties of the set
 * @param root its folder
 * @param manifest the existing clips, with names relative to the folder
 * @param missing number of listed files that are missing
 * @param examples the first few missing files
 * @param remarks sentences about further problems
 */
public record DownstreamClips(
        DownstreamInfo info, Path root, Manifest manifest, int missing, List<String> examples, List<String> remarks) {

    /** Refuses a set without clips. */
    public DownstreamClips {
        if (manifest.clips().isEmpty()) {
            throw new ConfigurationException("manifest", "has no clips");
        }
        examples = List.copyOf(examples);
        remarks = List.copyOf(remarks);
    }

    /** {@return the number of clips of every split or fold; the expected ones come first, in the set's order} */
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

    /** {@return the number of distinct labels} */
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

    /** {@return whether the set is complete and correct} */
    public boolean complete() {
        return problems().isEmpty();
    }

    /** {@return a sentence for every problem; none if the set is complete} */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (missing > 0) {
            problems.add(missing + " listed " + (missing == 1 ? "file is" : "files are") + " missing: "
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

package org.dapple.data.downstream;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dapple.data.task.DownstreamMetric;

/**
 * NSynth (Engel et al. 2017): single notes; the label is the instrument's family. Each of {@code nsynth-train},
 * {@code nsynth-valid} and {@code nsynth-test} has {@code examples.json} and {@code audio}. The source is the
 * instrument: the training instruments are in no other split, but validation and test share theirs.
 */
public record NSynth() implements DownstreamSet {
    private static final DownstreamInfo INFO = new DownstreamInfo(
            "nsynth",
            List.of(),
            "NSynth",
            4.0,
            11,
            305_979,
            DownstreamInfo.splits(289_205, 12_678, 4_096),
            DownstreamMetric.ACCURACY,
            "CC BY 4.0",
            "magenta.tensorflow.org/datasets/nsynth (json/wav)");

    @Override
    public DownstreamInfo info() {
        return INFO;
    }

    @Override
    public DownstreamClips read(Path path) throws IOException {
        Path root = Roots.find(
                INFO,
                path,
                List.of("nsynth", "NSynth"),
                Roots.anyOf("nsynth-train", "nsynth-valid", "nsynth-test"),
                "folder nsynth-train, nsynth-valid or nsynth-test");
        Listing listing = new Listing(INFO, root);
        for (String split : INFO.parts().keySet()) {
            String folder = "nsynth-" + split;
            Path notes = root.resolve(folder).resolve("examples.json");
            if (Files.isRegularFile(notes)) {
                readNotes(notes, folder, split, listing);
            } else {
                listing.missing(folder + "/examples.json");
            }
        }
        return listing.done();
    }

    /** Reads notes one by one: the largest of these files has 289 205 notes, with about fifteen values each. */
    private static void readNotes(Path notes, String folder, String split, Listing listing) throws IOException {
        try (JsonReader json = new JsonReader(Files.newBufferedReader(notes))) {
            json.beginObject();
            for (long number = 1; json.hasNext(); number++) {
                String name = folder + "/audio/" + json.nextName() + ".wav";
                String family = "";
                String instrument = "";
                json.beginObject();
                while (json.hasNext()) {
                    switch (json.nextName()) {
                        case "instrument_family_str" -> family = json.nextString();
                        case "instrument_str" -> instrument = json.nextString();
                        default -> json.skipValue();
                    }
                }
                json.endObject();
                listing.add(name, new Line(notes, number), family, null, split, instrument);
            }
            json.endObject();
        } catch (MalformedJsonException | EOFException | CharacterCodingException | IllegalStateException e) {
            throw new IOException(notes + " is not a valid list of notes: " + e.getMessage(), e);
        }
    }
}

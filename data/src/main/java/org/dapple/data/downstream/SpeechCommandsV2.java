package org.dapple.data.downstream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dapple.data.task.DownstreamMetric;

/**
 * Speech Commands V2 (Warden 2018): 35 words. {@code validation_list.txt} and {@code testing_list.txt} list the clips
 * of two splits; all others are for training. {@code _background_noise_} is not a word. The source is the speaker,
 * whose hash precedes {@code _nohash_} in a clip's name.
 */
public record SpeechCommandsV2() implements DownstreamSet {
    private static final List<String> WORDS = List.of(
            "backward",
            "bed",
            "bird",
            "cat",
            "dog",
            "down",
            "eight",
            "five",
            "follow",
            "forward",
            "four",
            "go",
            "happy",
            "house",
            "learn",
            "left",
            "marvin",
            "nine",
            "no",
            "off",
            "on",
            "one",
            "right",
            "seven",
            "sheila",
            "six",
            "stop",
            "three",
            "tree",
            "two",
            "up",
            "visual",
            "wow",
            "yes",
            "zero");
    private static final DownstreamInfo INFO = new DownstreamInfo(
            "spcv2",
            List.of("speech-commands", "speech-commands-v2"),
            "Speech Commands V2",
            1.0,
            WORDS.size(),
            105_829,
            DownstreamInfo.splits(84_843, 9_981, 11_005),
            DownstreamMetric.ACCURACY,
            "CC BY 4.0",
            "download.tensorflow.org/data/speech_commands_v0.02.tar.gz");

    private static final String VALID = "validation_list.txt";
    private static final String TEST = "testing_list.txt";

    @Override
    public DownstreamInfo info() {
        return INFO;
    }

    @Override
    public DownstreamClips read(Path path) throws IOException {
        Path root = Roots.find(
                INFO,
                path,
                List.of("speech_commands_v0.02", "SpeechCommands/speech_commands_v0.02"),
                Roots.anyOf(VALID, TEST),
                VALID);
        Listing listing = new Listing(INFO, root);
        Map<String, String> splits = new HashMap<>();
        readList(listing, VALID, "valid", splits);
        readList(listing, TEST, "test", splits);
        for (String word : WORDS) {
            List<Path> files = Roots.files(root.resolve(word), ".wav");
            if (files.isEmpty()) {
                listing.remark("the word " + word + " has no clips");
            }
            for (Path file : files) {
                String name = word + "/" + Roots.name(file);
                int speaker = Roots.name(file).indexOf("_nohash_");
                if (speaker < 1) {
                    listing.remark(name + " is left out: its name does not have the form SPEAKER_nohash_N.wav");
                    continue;
                }
                String split = splits.remove(name);
                listing.add(
                        name,
                        new Line(root.resolve(word), 0), // not from a list but from the folder
                        word,
                        null,
                        split == null ? "train" : split,
                        Roots.name(file).substring(0, speaker));
            }
        }
        splits.keySet().stream().sorted().forEach(listing::missing);
        return listing.done();
    }

    /** Reads a list, which must exist: otherwise its clips would be used for training. */
    private static void readList(Listing listing, String name, String split, Map<String, String> splits)
            throws IOException {
        Path list = Lists.require(INFO, listing.root(), name, "it from the archive of the set");
        Lists.lines(list, (clip, line) -> {
            listing.inside(clip, line);
            String other = splits.put(clip, split);
            if (other != null && !other.equals(split)) {
                throw line.refused("must have every clip in one split; " + VALID + " has it too", clip);
            }
        });
    }
}

package org.dapple.data.downstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dapple.data.task.DownstreamMetric;

/**
 * VoxCeleb1 speaker identification (Nagrani et al. 2017): a line of {@code iden_split.txt} has 1, 2 or 3 (train, valid,
 * test) and a clip {@code SPEAKER/VIDEO/NUMBER.wav}. The label is the speaker, the source is the video. Both the
 * development and the test archive are needed, in {@code wav}, {@code dev/wav}, {@code test/wav},
 * {@code vox1_dev_wav/wav} and {@code vox1_test_wav/wav}.
 */
public record VoxCeleb1() implements DownstreamSet {
    private static final DownstreamInfo INFO = new DownstreamInfo(
            "vc1",
            List.of("voxceleb1"),
            "VoxCeleb1",
            8.2,
            1_251,
            153_516,
            DownstreamInfo.splits(138_361, 6_904, 8_251),
            DownstreamMetric.ACCURACY,
            "lists CC BY 4.0; the sound belongs to the makers of the videos",
            "www.robots.ox.ac.uk/~vgg/data/voxceleb (vox1)");

    private static final List<String> SOUND =
            List.of("wav", "dev/wav", "test/wav", "vox1_dev_wav/wav", "vox1_test_wav/wav");
    private static final String LIST = "iden_split.txt";

    @Override
    public DownstreamInfo info() {
        return INFO;
    }

    @Override
    public DownstreamClips read(Path path) throws IOException {
        Path root = Roots.find(
                INFO,
                path,
                List.of("VoxCeleb1", "voxceleb1", "vox1"),
                Roots.anyOf(SOUND.toArray(String[]::new)),
                "folder wav, dev/wav or test/wav");
        Path list = Lists.require(INFO, root, LIST, "it from the page of VoxCeleb1");
        List<String> folders = SOUND.stream()
                .filter(folder -> Files.isDirectory(root.resolve(folder)))
                .toList();
        Listing listing = new Listing(INFO, root);
        Lists.lines(list, (text, line) -> {
            String[] words = text.split("\\s+", -1);
            String[] parts = words.length == 2 ? words[1].split("/", -1) : new String[0];
            if (parts.length != 3) {
                throw line.refused("must have lines like '1 id10001/VIDEO/00001.wav'", text);
            }
            listing.inside(words[1], line);
            String name = folders.get(0) + "/" + words[1];
            for (String folder : folders) {
                if (Files.isRegularFile(listing.inside(folder + "/" + words[1], line))) {
                    name = folder + "/" + words[1];
                    break;
                }
            }
            listing.add(name, line, parts[0], null, split(words[0], line), parts[0] + "/" + parts[1]);
        });
        return listing.done();
    }

    private static String split(String number, Line line) {
        return switch (number) {
            case "1" -> "train";
            case "2" -> "valid";
            case "3" -> "test";
            default -> throw line.refused("must begin lines with 1, 2 or 3 (train, valid, test)", number);
        };
    }
}

package org.dapple.data.downstream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dapple.core.frontend.Waveform;
import org.dapple.data.audio.WavFile;
import org.dapple.data.clips.Clip;

/** A folder in the layout of a data set, with a few tiny files. */
final class Miniature {
    private final Path root;

    Miniature(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** Adds sound files of a hundredth of a second; those of other kinds than WAV are only named so. */
    Miniature sounds(String... names) throws IOException {
        for (String name : names) {
            WavFile.write(root.resolve(name), new Waveform(new float[160], 16000));
        }
        return this;
    }

    /** Adds a text file. */
    Miniature list(String name, String... lines) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, List.of(lines));
        return this;
    }

    /** A clip as one short line: name, label, fold, split, source. */
    static List<String> rows(DownstreamClips clips) {
        return clips.manifest().clips().stream().map(Miniature::row).toList();
    }

    private static String row(Clip clip) {
        if (!Files.isRegularFile(clip.file())) {
            throw new IllegalStateException(clip.file() + " is not there");
        }
        return clip.filename() + " " + clip.label() + " " + clip.fold() + " " + clip.split() + " " + clip.source();
    }
}

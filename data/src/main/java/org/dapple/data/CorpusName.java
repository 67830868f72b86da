package org.dapple.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dapple.core.Fingerprint;

/**
 * What tells data sets apart, so that the speaker {@code 03} of one is not taken for the {@code 03} of another: the
 * name of the set's folder and, behind it, twelve digits of a hash of where that folder lies, for example
 * {@code esc50-1f3a9c2b77d0}. The path itself cannot be read from it. Two manifests of one folder, and a store made of
 * them, have the same name; a folder that was moved or copied has another.
 */
public final class CorpusName {
    private static final int DIGITS = 12;

    private CorpusName() {}

    /**
     * The name of the data set of clips.
     *
     * @param clips of one manifest or folder, all or some
     * @return the name; empty of no clips
     */
    public static String of(List<Clip> clips) {
        Optional<Path> root = root(clips);
        if (root.isEmpty()) {
            return ""; // no clips, or on several drives, which have nothing in common
        }
        Path real = real(root.get());
        Path last = real.getFileName();
        String digits = new Fingerprint().add(real.toString()).finish().substring(0, DIGITS);
        return (last == null ? "" : last + "-") + digits;
    }

    /** The folder that all clips lie in and their names are relative to; empty if there is none. */
    static Optional<Path> root(List<Clip> clips) {
        if (clips.isEmpty()) {
            return Optional.empty();
        }
        Path common = folder(clips.get(0));
        for (Clip clip : clips) {
            Path folder = folder(clip);
            while (!folder.startsWith(common)) {
                Path parent = common.getParent();
                if (parent == null) {
                    return Optional.empty();
                }
                common = parent;
            }
        }
        return Optional.of(common);
    }

    /** What the clip's name in the manifest is relative to; the file's folder if it is not relative. */
    private static Path folder(Clip clip) {
        Path file = clip.file().toAbsolutePath().normalize();
        Path name = Path.of(clip.filename()).normalize();
        int above = file.getNameCount() - name.getNameCount();
        Path root = file.getRoot();
        boolean relative = !name.isAbsolute() && above > 0 && file.endsWith(name);
        if (relative && root != null) {
            return root.resolve(file.subpath(0, above));
        }
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    /** Without symbolic links, as far as the folder is still there. */
    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder;
        }
    }
}

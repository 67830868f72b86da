package org.dapple.data.clips;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.files.Fingerprint;

/**
 * Names that distinguish data sets, so that speaker {@code 03} of one is not mistaken for speaker {@code 03} of
 * another. A name is the name of the set's folder and twelve digits of a hash of the folder's real path, for example
 * {@code esc50-1f3a9c2b77d0}; it does not reveal the path. The folder is the one that names in the manifest are
 * relative to, or, with absolute names, the deepest folder that holds all files. The way a manifest writes a path does
 * not matter ({@link #above}). A set that was moved or copied has a different name.
 */
public final class CorpusName {
    private static final int DIGITS = 12;

    private CorpusName() {}

    /**
     * The name of the data set of clips.
     *
     * @param clips all or some clips of one manifest or folder
     * @return the name; empty without clips, and without a common folder
     */
    public static String of(List<Clip> clips) {
        return root(clips)
                .map(CorpusName::real)
                .filter(real -> real.getNameCount() > 0) // the root folder is not a data set
                .map(CorpusName::name)
                .orElse("");
    }

    /**
     * The folder that holds all clips and that their names are relative to.
     *
     * @param clips clips of one manifest or folder
     * @return the folder; empty if there is none
     */
    public static Optional<Path> root(List<Clip> clips) {
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

    /**
     * All folders above a clip, however its manifest writes its path: those of the named file and, if that is a link,
     * those of its target.
     *
     * @param clip any clip
     * @return the folders, with symbolic links resolved, by the name that a data set there would have
     */
    public static Map<String, Path> above(Clip clip) {
        Map<String, Path> folders = new LinkedHashMap<>();
        Path file = clip.file().toAbsolutePath().normalize();
        addAbove(real(parent(file)), folders);
        addAbove(parent(real(file)), folders);
        return folders;
    }

    private static void addAbove(Path folder, Map<String, Path> folders) {
        for (Path above = folder; above != null && above.getNameCount() > 0; above = above.getParent()) {
            folders.putIfAbsent(name(above), above);
        }
    }

    /**
     * The folder that a clip's name is relative to.
     *
     * @param clip any clip
     * @return the folder, with symbolic links resolved; empty if the name is absolute or leads out of the manifest's
     *     folder
     */
    public static Optional<Path> root(Clip clip) {
        Path file = clip.file().toAbsolutePath().normalize();
        Path name = Path.of(clip.filename()).normalize();
        int above = file.getNameCount() - name.getNameCount();
        Path root = file.getRoot();
        boolean relative = !name.isAbsolute() && above > 0 && file.endsWith(name);
        return relative && root != null ? Optional.of(real(root.resolve(file.subpath(0, above)))) : Optional.empty();
    }

    private static Path folder(Clip clip) {
        return root(clip)
                .orElseGet(() -> parent(real(clip.file().toAbsolutePath().normalize())));
    }

    private static String name(Path folder) {
        String digits = new Fingerprint().add(folder.toString()).finish().substring(0, DIGITS);
        return folder.getFileName() + "-" + digits;
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    /** Resolves symbolic links, as far as the path still exists. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}

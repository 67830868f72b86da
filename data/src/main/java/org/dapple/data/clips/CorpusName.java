package org.dapple.data.clips;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.files.Fingerprint;

/**
 * What tells data sets apart, so that the speaker {@code 03} of one is not taken for the {@code 03} of another: the
 * name of the set's folder and, behind it, twelve digits of a hash of where that folder really lies, for example
 * {@code esc50-1f3a9c2b77d0}. The path itself cannot be read from it. The folder is the one that the manifest's names
 * are relative to; where they are not, the deepest that holds all files. However a manifest writes the path of a clip,
 * the clip lies in that folder or does not ({@link #above}). A set that was moved or copied has another name.
 */
public final class CorpusName {
    private static final int DIGITS = 12;

    private CorpusName() {}

    /**
     * The name of the data set of clips.
     *
     * @param clips of one manifest or folder, all or some
     * @return the name; empty of no clips, and of clips that have no folder in common
     */
    public static String of(List<Clip> clips) {
        return root(clips)
                .map(CorpusName::real)
                .filter(real -> real.getNameCount() > 0) // a whole machine is no data set
                .map(CorpusName::name)
                .orElse("");
    }

    /** The folder that all clips lie in and their names are relative to; empty if there is none. */
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
     * The folders that a clip lies in, however its manifest writes its path: those of the file as it is named and, if
     * that is a link, those of its target.
     *
     * @param clip any
     * @return the folders, without symbolic links, by the name of a data set that lies there
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
     * @param clip any
     * @return the folder, without symbolic links; empty if the manifest has the whole path, or one that leads out of
     *     the manifest's folder
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

    /** Without symbolic links, as far as it is still there. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}

package org.dapple.data.downstream;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dapple.core.settings.ConfigurationException;

/** Finds the folder of a data set, given that folder or the one in which it was unpacked. */
final class Roots {
    private Roots() {}

    /** Recognises the folder of a data set. */
    interface Mark {
        boolean isIn(Path folder) throws IOException;
    }

    /**
     * The first folder with the mark, among the usual subfolders and the folder itself.
     *
     * @param usual folder names of the unpacked set
     * @param mark recognises the set
     * @param looked the mark in words, for the error
     * @throws ConfigurationException with the key {@code data} if no folder has the mark
     */
    static Path find(DownstreamInfo info, Path path, List<String> usual, Mark mark, String looked) throws IOException {
        List<Path> folders = new ArrayList<>();
        usual.forEach(name -> folders.add(path.resolve(name)));
        folders.add(path); // last: next to other sets it may have the mark by chance
        for (Path folder : folders) {
            if (Files.isDirectory(folder) && mark.isIn(folder)) {
                return folder;
            }
        }
        throw new ConfigurationException(
                "data",
                "must be the folder of " + info.title() + ", or the one in which it was unpacked as "
                        + String.join(" or ", usual) + "; " + path
                        + (Files.isDirectory(path) ? " has no " + looked : " is not a folder") + ": get it from "
                        + info.source());
    }

    /** A mark: one of these files or folders exists. */
    static Mark anyOf(String... names) {
        return folder -> {
            for (String name : names) {
                if (Files.exists(folder.resolve(name))) {
                    return true;
                }
            }
            return false;
        };
    }

    /** The files of a folder with a given ending, sorted by name; none if the folder does not exist. */
    static List<Path> files(Path folder, String ending) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found =
                    Files.newDirectoryStream(folder, file -> name(file).endsWith(ending))) {
                found.forEach(files::add);
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        files.sort(null);
        return files;
    }

    /** A file's own name. */
    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}

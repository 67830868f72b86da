package org.dapple.core.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.files.AtomicFile;
import org.dapple.core.files.Fingerprint;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;

/**
 * The list of the clips that weights have heard, as it travels with them: a CSV file whose name, rows and checksum
 * stand in the description beside it ({@code run.json}, {@code encoder.json}, {@code config.json}) under the key
 * {@code heard}. A list that was emptied or cut is therefore not taken for one of fewer clips.
 *
 * @param file where it lies
 * @param clips how many it lists
 * @param sha256 of its bytes, in hexadecimal
 * @param complete false if the weights may have heard more than it lists
 */
public record HeardList(Path file, long clips, String sha256, boolean complete) {
    private static final String KEY = "heard";

    /** Checks the values, which may come from elsewhere. */
    public HeardList {
        ConfigurationException.require(clips >= 0, "clips", "be at least 0", clips);
        ConfigurationException.require(sha256.matches("[0-9a-f]{64}"), "sha256", "be 64 hexadecimal digits", sha256);
    }

    /**
     * The list that a file has now.
     *
     * @param file a list
     * @param clips how many it lists
     * @param complete false if the weights may have heard more
     * @return the list with the file's checksum
     * @throws IOException if it cannot be read
     */
    public static HeardList of(Path file, long clips, boolean complete) throws IOException {
        return new HeardList(file, clips, Fingerprint.ofFile(file), complete);
    }

    /**
     * The list that a description names.
     *
     * @param description may have a section {@code heard}
     * @param folder where the description lies, and the list
     * @return the list, of which nothing was read yet; empty if the description names none: then it is not known what
     *     the weights have heard
     * @throws ConfigurationException if the section makes no sense
     */
    public static Optional<HeardList> in(Settings description, Path folder) {
        return description.isSection(KEY)
                ? Optional.of(description.nested(KEY, section -> read(section, folder)))
                : Optional.empty();
    }

    private static HeardList read(Settings section, Path folder) {
        String name = section.text("file", "");
        ConfigurationException.require(
                name.matches("\\w[\\w.-]*"), "file", "be the name of a file in the same folder", name);
        return new HeardList(
                folder.resolve(name),
                section.longInteger("clips", -1),
                section.text("sha256", ""),
                section.flag("complete", false));
    }

    /**
     * Writes down where the list is.
     *
     * @param description gets the section that {@link #in} reads
     */
    public void describe(Map<String, Object> description) {
        description.put(
                KEY,
                Codec.keys(
                        "file", String.valueOf(file.getFileName()),
                        "clips", clips,
                        "sha256", sha256,
                        "complete", complete));
    }

    /** {@return whether the file is there at all} */
    public boolean isThere() {
        return Files.isRegularFile(file);
    }

    /**
     * Refuses a file that is not the list any more.
     *
     * @throws IOException if it is missing, was changed or cut, or cannot be read
     */
    public void requireSound() throws IOException {
        String remedy =
                " Without it nobody can tell whether test clips were heard: bring it back as it was (an encoder's"
                        + " folder holds a copy, heard.csv), or train again.";
        if (!isThere()) {
            throw new IOException(
                    file + ", the list of the " + clips + " clips that were heard, is not there." + remedy);
        }
        if (!Fingerprint.ofFile(file).equals(sha256)) {
            throw new IOException(file + ", the list of the " + clips
                    + " clips that were heard, was changed or cut: its checksum is another." + remedy);
        }
    }

    /**
     * Copies the list, unless it is there already.
     *
     * @param target where to, replaced if it is another list
     * @return the copy
     * @throws IOException if this list is not sound, or the copy cannot be written
     */
    public HeardList copyTo(Path target) throws IOException {
        if (!(Files.isRegularFile(target) && Fingerprint.ofFile(target).equals(sha256))) {
            requireSound();
            AtomicFile.write(target, out -> {
                try (InputStream in = Files.newInputStream(file)) {
                    in.transferTo(out);
                }
            });
        }
        return new HeardList(target, clips, sha256, complete);
    }
}

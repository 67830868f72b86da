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
 * The list of clips that weights have heard, stored next to the weights as a CSV file. The description beside it
 * ({@code run.json}, {@code encoder.json}, {@code config.json}) has its name, number of rows and checksum under the key
 * {@code heard}, so a truncated list is detected.
 *
 * @param file the CSV file
 * @param clips number of clips in the list
 * @param sha256 of its bytes, in hexadecimal
 * @param complete false if the weights may have heard more than it lists
 */
public record HeardList(Path file, long clips, String sha256, boolean complete) {
    private static final String KEY = "heard";

    /** Refuses a negative number of clips and a malformed checksum. */
    public HeardList {
        ConfigurationException.require(clips >= 0, "clips", "be at least 0", clips);
        ConfigurationException.require(sha256.matches("[0-9a-f]{64}"), "sha256", "be 64 hexadecimal digits", sha256);
    }

    /**
     * The list in its present state.
     *
     * @param file the CSV file
     * @param clips number of clips in the list
     * @param complete false if the weights may have heard more than it lists
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
     * @param folder the folder of the description and the list
     * @return the list, not yet read; empty if the description names none, so that nothing is known about the clips
     * @throws ConfigurationException if the section is not valid
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
     * Adds the list to a description.
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

    /** {@return whether the file exists} */
    public boolean isThere() {
        return Files.isRegularFile(file);
    }

    /**
     * Refuses a file that no longer matches its checksum.
     *
     * @throws IOException if it is missing, changed, truncated or unreadable
     */
    public void requireSound() throws IOException {
        String remedy =
                " Without it, leaks of test clips cannot be detected: restore the original (an encoder's folder holds"
                        + " a copy, heard.csv), or train again.";
        if (!isThere()) {
            throw new IOException(file + ", the list of the " + clips + " clips that were heard, is missing." + remedy);
        }
        if (!Fingerprint.ofFile(file).equals(sha256)) {
            throw new IOException(file + ", the list of the " + clips
                    + " clips that were heard, was changed or truncated: its checksum does not match." + remedy);
        }
    }

    /**
     * Copies the list, unless the target already has it.
     *
     * @param target the copy; replaced if it differs from this list
     * @return the copy
     * @throws IOException if this list is not intact, or the copy cannot be written
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

package org.dapple.data.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.dapple.core.files.Fingerprint;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.audio.UnreadableAudioException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.HeardClips;
import org.dapple.data.clips.ListedRows;
import org.dapple.data.clips.Manifest;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.clips.StoredClip;

/**
 * Log-mels in the format of the M2D reference: a NumPy file [1, 80, T] per clip, and lists {@code files_*.csv} of their
 * names (column {@code file_name}, relative to the list). They are read in place, one crop at a time. Clips shorter
 * than a crop are padded with silence, not with the reference's loud constant.
 */
public final class NpyLogMels implements LogMels {
    private final List<NpyHeader> headers = new ArrayList<>();
    private final List<StoredClip> clips = new ArrayList<>();
    private final List<SkippedClip> skipped = new ArrayList<>();
    private final LogMel frontEnd = LogMel.standard();

    private NpyLogMels() {}

    /**
     * Whether a path holds data in this format.
     *
     * @param path a folder or a file
     * @return true for a list {@code files_*.csv}, a folder with such a list, and a folder that directly contains NumPy
     *     files
     * @throws IOException if the folder cannot be listed
     */
    public static boolean isLayout(Path path) throws IOException {
        return Files.isDirectory(path)
                ? !lists(path).isEmpty() || !listing(path, "*.npy").isEmpty()
                : String.valueOf(path.getFileName()).matches("files_.*\\.csv") && Files.isRegularFile(path);
    }

    /**
     * Opens the data. The header of every file is read; unusable files are skipped.
     *
     * @param path a list, a folder with lists, or a folder with NumPy files (searched recursively)
     * @return the log-mels
     * @throws IOException if a list cannot be read
     * @throws ConfigurationException with the key {@code data} if no file can be used
     */
    public static NpyLogMels open(Path path) throws IOException {
        NpyLogMels logMels = new NpyLogMels();
        for (Clip clip : rows(path)) {
            logMels.add(clip);
        }
        if (logMels.clips.isEmpty()) {
            throw new ConfigurationException(
                    "data",
                    "has no readable log-mel in " + path
                            + logMels.skipped.stream()
                                    .findFirst()
                                    .map(first -> " (" + first.filename() + ": " + first.reason() + ")")
                                    .orElse(""));
        }
        return logMels;
    }

    private static List<Clip> rows(Path path) throws IOException {
        ListedRows listed = new ListedRows();
        List<Path> lists = Files.isDirectory(path) ? lists(path) : List.of(path);
        for (Path list : lists) {
            Manifest.addRows(list, "file_name", listed);
        }
        List<Clip> rows = listed.clips();
        if (lists.isEmpty()) {
            try (Stream<Path> files = Files.walk(path)) {
                files.filter(file -> file.toString().endsWith(".npy")).sorted().forEach(file -> {
                    String name = path.relativize(file).toString().replace('\\', '/');
                    rows.add(new Clip(name, file, null, null, null));
                });
            }
        }
        return rows;
    }

    private static List<Path> lists(Path folder) throws IOException {
        return listing(folder, "files_*.csv");
    }

    private static List<Path> listing(Path folder, String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
            found.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    private void add(Clip clip) {
        try (FileChannel channel = FileChannel.open(clip.file())) {
            NpyHeader header = NpyHeader.read(channel, clip.file());
            if (header.bands() != frontEnd.bands() || header.frames() < 1) {
                throw new UnreadableAudioException(
                        clip.file(),
                        "it has " + header.bands() + " bands and " + header.frames() + " frames instead of "
                                + frontEnd.bands() + " bands");
            }
            clips.add(new StoredClip(clip, hash(clip, channel.size()), headers.size(), header.frames()));
            headers.add(header);
        } catch (IOException e) {
            skipped.add(new SkippedClip(clip.filename(), SkippedClip.reason(e)));
        }
    }

    /**
     * A fingerprint of name and size, because there is no sound, and reading all values of a large corpus would take
     * hours. It is marked, because it does not identify a sound.
     */
    private static String hash(Clip clip, long bytes) {
        byte[] known = (clip.filename() + "\n" + bytes).getBytes(StandardCharsets.UTF_8);
        return HeardClips.NOT_OF_SOUND
                + HexFormat.of().formatHex(Fingerprint.sha256().digest(known));
    }

    @Override
    public FrontEnd frontEnd() {
        return frontEnd;
    }

    @Override
    public List<StoredClip> clips() {
        return List.copyOf(clips);
    }

    @Override
    public List<SkippedClip> skipped() {
        return List.copyOf(skipped);
    }

    @Override
    public void read(StoredClip clip, int firstFrame, int frames, FloatBuffer into) throws IOException {
        LogMels.requireInside(clip, firstFrame, frames);
        NpyHeader header = headers.get((int) clip.start());
        int bytes = header.valueBytes();
        int start = into.position();
        ByteBuffer row = ByteBuffer.allocate(frames * bytes).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(clip.clip().file())) {
            for (int band = 0; band < header.bands(); band++) {
                row.clear();
                long at = header.dataStart() + ((long) band * header.frames() + firstFrame) * bytes;
                while (row.hasRemaining()) {
                    if (channel.read(row, at + row.position()) < 0) {
                        throw new IOException(clip.clip().file() + " became shorter while training was reading it");
                    }
                }
                for (int frame = 0; frame < frames; frame++) {
                    into.put(start + frame * header.bands() + band, value(row, frame * bytes, bytes));
                }
            }
        }
        into.position(start + frames * header.bands());
    }

    private static float value(ByteBuffer row, int at, int bytes) {
        return switch (bytes) {
            case 2 -> HalfFloat.decode(row.getShort(at));
            case 4 -> row.getFloat(at);
            default -> (float) row.getDouble(at);
        };
    }

    @Override
    public void close() {}
}

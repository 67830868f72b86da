package org.dapple.data.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dapple.core.files.Checksum;
import org.dapple.core.files.Json;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.settings.Settings;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.clips.StoredClip;
import org.jspecify.annotations.Nullable;

/**
 * Log-mels of many clips in a folder. The frames of all clips are stored one after the other, all bands of a frame
 * together, so that a crop is one contiguous read. They are split into shard files, which are mapped into memory. Only
 * the index of the clips is held in memory, so memory use hardly grows with the corpus.
 *
 * <p>The folder has {@code store.json} (settings, statistics, checksums, provenance), {@code index.csv} (a row per
 * clip), {@code skipped.csv} and the shards. {@link LogMelStoreWriter} writes it; a store without {@code store.json} is
 * unfinished.
 */
public final class LogMelStore implements LogMels {
    private final Path folder;
    private final String fingerprint;
    private final StoreJob layout;
    private final Normalization normalization;
    private final Map<String, Long> checksums;
    private final List<StoredClip> clips;
    private final @Nullable ByteBuffer[] shards;

    private LogMelStore(Path folder, Settings settings) throws IOException {
        this.folder = folder;
        this.fingerprint = settings.text("job", "");
        this.layout = StoreJob.read(settings, List.of());
        this.normalization = settings.nested(
                "normalization",
                section -> new Normalization((float) section.number("mean", 0), (float) section.number("std", 0)));
        this.checksums = new LinkedHashMap<>();
        Settings sums = settings.section("crc32c");
        sums.keys().forEach(file -> checksums.put(file, sums.longInteger(file, -1)));
        requireIntact(StoreIndex.CLIPS);
        this.clips = List.copyOf(
                StoreIndex.read(folder, Path.of(settings.text(StoreIndex.DATA_ROOT, "")), layout.shardFrames()));
        this.shards = new ByteBuffer[checksums.size() - 1];
        requireSizes(settings.longInteger("frames", 0));
    }

    /**
     * Whether a folder is a finished store.
     *
     * @param folder any path
     * @return true if {@link #open} can be tried
     */
    public static boolean isStore(Path folder) {
        return Files.isRegularFile(folder.resolve(StoreIndex.DESCRIPTION));
    }

    /**
     * Opens a finished store.
     *
     * @param folder its folder
     * @return the store
     * @throws IOException if it is incomplete, damaged, or from another version of Dapple
     */
    public static LogMelStore open(Path folder) throws IOException {
        Path description = folder.resolve(StoreIndex.DESCRIPTION);
        Settings settings = new Settings(Json.read(description));
        if (settings.longInteger("format", 0) != StoreIndex.FORMAT) {
            throw new IOException(description + " was written by another version of Dapple: prepare the data again");
        }
        try {
            return new LogMelStore(folder, settings);
        } catch (IllegalArgumentException e) { // also ConfigurationException
            throw new IOException(
                    description + " is damaged: " + e.getMessage() + "; delete the folder and prepare the data again",
                    e);
        }
    }

    /** Refuses short files, because reading a mapped file beyond its end would crash the process. */
    private void requireSizes(long frames) throws IOException {
        for (int number = 0; number < shards.length; number++) {
            Path file = layout.shard(folder, number, true);
            long expected =
                    Math.min(layout.shardFrames(), frames - number * layout.shardFrames()) * layout.frameBytes();
            long found = Files.isRegularFile(file) ? Files.size(file) : 0;
            if (found != expected) {
                throw new IOException(file + " is damaged: it has " + found + " bytes instead of " + expected
                        + "; delete the folder and prepare the data again");
            }
        }
    }

    private void requireIntact(String name) throws IOException {
        Path file = folder.resolve(name);
        Long expected = checksums.get(name);
        if (expected == null || !Files.isRegularFile(file) || Checksum.of(file) != expected) {
            throw new IOException(file + " is damaged: its checksum differs from the one in " + StoreIndex.DESCRIPTION
                    + "; delete the folder and prepare the data again");
        }
    }

    /**
     * Reads every byte and compares the checksums.
     *
     * @throws IOException if a file is damaged; names the first one
     */
    public void verify() throws IOException {
        for (String file : checksums.keySet()) {
            requireIntact(file);
        }
    }

    /**
     * Whether a job would compute this store again.
     *
     * @param job the job
     * @return true if rows and settings are equal; does not check whether files have changed
     */
    public boolean isOf(StoreJob job) {
        return fingerprint.equals(job.fingerprint());
    }

    /** Whether it has the same rows and settings as a job, wherever the files are. */
    boolean hasRowsOf(StoreJob job) throws IOException {
        Map<String, Clip> stored = new LinkedHashMap<>();
        clips.forEach(clip -> stored.put(clip.clip().filename(), clip.clip()));
        Set<String> skipped = skipped().stream().map(SkippedClip::filename).collect(Collectors.toSet());
        return layout.toSettings().equals(job.toSettings())
                && stored.size() + skipped.size() == job.clips().size()
                && job.clips().stream()
                        .allMatch(clip ->
                                skipped.contains(clip.filename()) || clip.hasWordsOf(stored.get(clip.filename())));
    }

    /** The settings that affect the values. */
    @Override
    public String layout() {
        Map<String, Object> settings = new LinkedHashMap<>(layout.toSettings());
        settings.remove("shard_bytes");
        return Json.line(settings);
    }

    @Override
    public FrontEnd frontEnd() {
        return layout.frontEnd();
    }

    /** {@return the mean and standard deviation of all values} */
    public Normalization normalization() {
        return normalization;
    }

    /** {@return the precision of the stored values} */
    public StorePrecision precision() {
        return layout.precision();
    }

    @Override
    public List<StoredClip> clips() {
        return clips;
    }

    @Override
    public List<SkippedClip> skipped() throws IOException {
        return SkippedClip.read(folder.resolve(StoreIndex.SKIPPED));
    }

    @Override
    public void read(StoredClip clip, int firstFrame, int frames, FloatBuffer into) throws IOException {
        LogMels.requireInside(clip, firstFrame, frames);
        StorePrecision precision = layout.precision();
        long end = clip.start() + firstFrame + frames;
        for (long frame = clip.start() + firstFrame; frame < end; ) {
            ByteBuffer shard = shard((int) (frame / layout.shardFrames()));
            long inShard = frame % layout.shardFrames();
            long count = Math.min(end - frame, layout.shardFrames() - inShard);
            int at = (int) (inShard * layout.frameBytes());
            int last = (int) ((inShard + count) * layout.frameBytes());
            for (; at < last; at += precision.bytes()) {
                into.put(precision.get(shard, at));
            }
            frame += count;
        }
    }

    private synchronized ByteBuffer shard(int number) throws IOException {
        ByteBuffer mapped = shards[number];
        if (mapped == null) {
            try (FileChannel channel = FileChannel.open(layout.shard(folder, number, true))) {
                mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                        .order(ByteOrder.LITTLE_ENDIAN);
            }
            shards[number] = mapped;
        }
        return mapped;
    }

    /** Does nothing: mappings end when they are garbage-collected. */
    @Override
    public void close() {}
}

package org.dapple.data.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dapple.core.files.Json;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.FrontEnds;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.clips.Clip;

/**
 * What decides the bytes of a store, apart from the sound itself.
 *
 * @param clips in the order of the store
 * @param frontEnd makes the spectrograms
 * @param shortestFrames what shorter clips are padded to, with silence before the front end
 * @param precision of the values
 * @param shardBytes size of a shard file, about: shards hold whole frames
 */
public record StoreJob(
        List<Clip> clips, FrontEnd frontEnd, int shortestFrames, StorePrecision precision, long shardBytes) {
    /** 256 MiB. */
    public static final long USUAL_SHARD_BYTES = 1L << 28;

    /** One mapping holds at most 2 GiB. */
    private static final long MOST_SHARD_BYTES = 1L << 30;

    /** Checks the sizes and copies the list. */
    public StoreJob {
        clips = List.copyOf(clips);
        ConfigurationException.require(shortestFrames > 0, "shortest_frames", "be at least 1", shortestFrames);
        long frame = (long) frontEnd.bands() * precision.bytes();
        ConfigurationException.require(
                shardBytes >= frame && shardBytes <= MOST_SHARD_BYTES,
                "shard_bytes",
                "lie between one frame (" + frame + ") and 1 GiB (" + MOST_SHARD_BYTES + ")",
                shardBytes);
    }

    /** {@return bytes of a frame} */
    int frameBytes() {
        return frontEnd.bands() * precision.bytes();
    }

    /** {@return frames of every shard but the last} */
    long shardFrames() {
        return shardBytes / frameBytes();
    }

    /** The settings that a finished store keeps. */
    Map<String, Object> toSettings() {
        return Codec.keys(
                "front_end",
                FrontEnds.standard().write(frontEnd),
                "shortest_frames",
                shortestFrames,
                "precision",
                Settings.word(precision),
                "shard_bytes",
                shardBytes);
    }

    /** Reads what {@link #toSettings} wrote, for given clips. */
    static StoreJob read(Settings settings, List<Clip> clips) {
        return new StoreJob(
                clips,
                settings.nested("front_end", FrontEnds.standard()::read),
                settings.integer("shortest_frames", 0),
                settings.choice("precision", StorePrecision.FP16),
                settings.longInteger("shard_bytes", 0));
    }

    /** {@return what two jobs have in common only if they make the same store of the same rows} */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Json.line(toSettings()).getBytes(StandardCharsets.UTF_8));
            for (Clip clip : clips) {
                String row = "\n" + clip.filename() + "\t" + clip.label() + "\t" + clip.fold() + "\t" + clip.split()
                        + "\t" + clip.file().toAbsolutePath().normalize();
                if (clip.source() != null) { // older stores knew no sources, and keep their fingerprint
                    row += "\t" + clip.source();
                }
                digest.update(row.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The name of a shard, complete or not. */
    Path shard(Path folder, int number, boolean complete) {
        String name = String.format(Locale.ROOT, "shard-%05d.%s", number, Settings.word(precision));
        return folder.resolve(complete ? name : name + ".unfinished");
    }
}

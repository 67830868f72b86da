package org.dapple.data.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dapple.core.files.Fingerprint;
import org.dapple.core.files.Json;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.FrontEnds;
import org.dapple.core.settings.Codec;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.clips.Clip;

/**
 * The settings that determine the bytes of a store, apart from the sound itself.
 *
 * @param clips clips in the order of the store
 * @param frontEnd computes the spectrograms
 * @param shortestFrames shorter clips are padded to this length, with silence before the front end
 * @param precision precision of the values
 * @param shardBytes approximate size of a shard file, which holds whole frames
 */
public record StoreJob(
        List<Clip> clips, FrontEnd frontEnd, int shortestFrames, StorePrecision precision, long shardBytes) {
    /** 256 MiB. */
    public static final long USUAL_SHARD_BYTES = 1L << 28;

    /** A mapping is limited to 2 GiB. */
    private static final long MOST_SHARD_BYTES = 1L << 30;

    /** Refuses sizes out of range. */
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

    /** {@return the bytes of a frame} */
    int frameBytes() {
        return frontEnd.bands() * precision.bytes();
    }

    /** {@return the frames of every shard except the last} */
    long shardFrames() {
        return shardBytes / frameBytes();
    }

    /** The settings in the description of a finished store. */
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

    /** Reads the settings from {@link #toSettings}, for given clips. */
    static StoreJob read(Settings settings, List<Clip> clips) {
        return new StoreJob(
                clips,
                settings.nested("front_end", FrontEnds.standard()::read),
                settings.integer("shortest_frames", 0),
                settings.choice("precision", StorePrecision.FP16),
                settings.longInteger("shard_bytes", 0));
    }

    /** {@return a fingerprint that two jobs share only if they compute the same store of the same rows} */
    public String fingerprint() {
        MessageDigest digest = Fingerprint.sha256();
        digest.update(Json.line(toSettings()).getBytes(StandardCharsets.UTF_8));
        for (Clip clip : clips) {
            String row = "\n" + clip.filename() + "\t" + clip.label() + "\t" + clip.fold() + "\t" + clip.split() + "\t"
                    + clip.file().toAbsolutePath().normalize();
            if (clip.source() != null) { // older stores without sources keep their fingerprint
                row += "\t" + clip.source();
            }
            digest.update(row.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The path of a shard, complete or not. */
    Path shard(Path folder, int number, boolean complete) {
        String name = String.format(Locale.ROOT, "shard-%05d.%s", number, Settings.word(precision));
        return folder.resolve(complete ? name : name + ".unfinished");
    }
}

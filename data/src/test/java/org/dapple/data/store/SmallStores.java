package org.dapple.data.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dapple.core.frontend.LogMel;
import org.dapple.data.clips.Clip;

/** Stores of made-up values. */
public final class SmallStores {
    private SmallStores() {}

    public static List<Clip> clips(String name, int count) {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clips.add(new Clip(name + i, Path.of("/sounds", name + i), i % 2 == 0 ? "even" : null, null, "train"));
        }
        return clips;
    }

    public static StoreJob job(List<Clip> clips, int bands, StorePrecision precision, long shardBytes) {
        return new StoreJob(clips, new LogMel(16000, 400, 160, bands, 50, 8000), 1, precision, shardBytes);
    }

    /** A finished fp32 store of given frames. */
    public static LogMelStore of(Path folder, int bands, String name, List<float[]> values) throws IOException {
        StoreJob job = job(clips(name, values.size()), bands, StorePrecision.FP32, 1 << 20);
        try (LogMelStoreWriter writer = LogMelStoreWriter.open(folder, job)) {
            for (int i = 0; i < values.size(); i++) {
                writer.append(values.get(i));
                writer.commit("hash" + i);
            }
            writer.finish(Map.of());
        }
        return LogMelStore.open(folder);
    }
}

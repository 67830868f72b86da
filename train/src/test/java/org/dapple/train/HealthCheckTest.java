package org.dapple.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.frontend.Normalization;
import org.dapple.core.run.Seeds;
import org.dapple.data.batch.CropBatches;
import org.dapple.data.clips.Clip;
import org.dapple.data.store.LogMelStore;
import org.dapple.data.store.LogMelStoreWriter;
import org.dapple.data.store.StoreJob;
import org.dapple.data.store.StorePrecision;
import org.dapple.models.layers.Weights;
import org.dapple.testing.WithManager;
import org.dapple.train.record.EncoderHealth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfSystemProperty(named = "dapple.ops", matches = "composed", disabledReason = "eigh cannot be composed")
class HealthCheckTest extends WithManager {
    @TempDir
    Path folder;

    @Test
    void aCollapsedEncoderIsReportedOnce() throws IOException {
        List<String> warnings = new ArrayList<>();
        PretrainingListener listener = new PretrainingListener() {
            @Override
            public void warned(String sentence) {
                warnings.add(sentence);
            }
        };
        try (LogMelStore store = noise(folder.resolve("store"));
                TrainingState state = SmallState.at(7, manager)) {
            CropBatches batches = new CropBatches(store, 2, 32, new Seeds(1));
            HealthCheck check = new HealthCheck(state, batches, new Normalization(0, 1), listener);
            int arrays = manager.getManagedArrays().size();
            Map<String, Double> before = check.look();
            assertTrue(before.get("rank_me") > EncoderHealth.LEAST_RANK, before.toString());
            assertEquals(before, check.look(), "looking changes nothing");
            assertTrue(warnings.isEmpty(), warnings.toString());

            Weights.of(state.model()).forEach((name, value) -> {
                if (name.startsWith("norm.weight") || name.endsWith("norm.weight")) {
                    value.muli(0);
                }
            });
            Map<String, Double> after = check.look();
            assertEquals(0, after.get("embedding_variance"), 1e-6);
            check.look();
            assertEquals(1, warnings.size());
            assertTrue(
                    warnings.get(0).startsWith("after step 7 the encoder hardly tells patches apart"), warnings.get(0));
            assertEquals(arrays, manager.getManagedArrays().size());
        }
    }

    /** Three clips of 40 frames of noise. */
    private LogMelStore noise(Path to) throws IOException {
        List<Clip> clips = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            clips.add(new Clip("clip" + c, Path.of("clip" + c), null, null, null));
        }
        StoreJob job = new StoreJob(clips, LogMel.standard(), 1, StorePrecision.FP32, StoreJob.USUAL_SHARD_BYTES);
        try (LogMelStoreWriter writer = LogMelStoreWriter.open(to, job)) {
            for (int c = 0; c < 3; c++) {
                writer.append(manager.randomNormal(new Shape(40 * 80)).toFloatArray());
                writer.commit("hash" + c);
            }
            writer.finish(Map.of());
        }
        return LogMelStore.open(to);
    }
}

package org.dapple.eval.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.dapple.core.files.Json;
import org.dapple.core.frontend.LogMel;
import org.dapple.data.clips.RowCounts;
import org.dapple.eval.embedding.LogMelStatistics;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;

class ResultOriginTest extends WithManager {
    @Test
    void tellsHowAResultWasMade() {
        ResultOrigin origin = new ResultOrigin(
                "a run",
                "best",
                new LogMelStatistics(LogMel.standard()).description(),
                new ResultOrigin.Clips(2.5, new RowCounts(12, new TreeMap<>(Map.of("split extra", 2)), 1, 4)),
                Map.of("protocol", "strict/1"));
        Map<String, Object> tree = origin.toJson(manager);
        String json = Json.line(tree);
        for (String part : new String[] {
            "\"engine\":",
            "\"name\":\"a run\",\"checkpoint\":\"best\",\"width\":160",
            "\"pooling\":",
            "\"front_end\":{",
            "\"sample_rate\":16000",
            "\"fingerprint\":",
            "\"clips\":{\"seconds\":2.5,\"listed\":12,\"used\":9,\"skipped\":1,\"labels\":4,\"left_out\":{\"split extra\":2}}",
            "\"learning\":{\"protocol\":\"strict/1\"}"
        }) {
            assertTrue(json.contains(part), part + " in " + json);
        }
        Map<String, String> facts = ResultOrigin.facts(tree);
        assertEquals("2", facts.get("clips, left out, split extra"));
        assertEquals("strict/1", facts.get("learning, protocol"));
    }
}

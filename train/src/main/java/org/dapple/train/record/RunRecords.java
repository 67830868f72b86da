package org.dapple.train.record;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.run.RunDirectory;
import org.jspecify.annotations.Nullable;

/** The records of a run's steps: {@code metrics.jsonl} and, if wanted, an event file for TensorBoard. */
public final class RunRecords implements Closeable {
    private final MetricsLog metrics;
    private final @Nullable TensorBoardLog tensorBoard;

    /**
     * Opens the records of a run.
     *
     * @param run the run's folder
     * @param tensorBoard whether an event file is wanted
     * @param step the first step that will be written
     * @throws IOException if they cannot be written
     */
    public RunRecords(RunDirectory run, boolean tensorBoard, long step) throws IOException {
        this.metrics = new MetricsLog(run.metrics(), step);
        this.tensorBoard = tensorBoard ? new TensorBoardLog(run.tensorboard(), step) : null;
    }

    /**
     * Writes steps.
     *
     * @param entries in order
     * @param more numbers by name that belong to the last of them
     * @throws IOException if they cannot be written
     */
    public void write(List<MetricsLog.Entry> entries, Map<String, Double> more) throws IOException {
        metrics.write(entries, more);
        if (tensorBoard == null) {
            return;
        }
        for (int i = 0; i < entries.size(); i++) {
            MetricsLog.Entry entry = entries.get(i);
            Map<String, Double> scalars = new LinkedHashMap<>();
            scalars.put("loss", entry.loss());
            scalars.put("learning_rate", entry.learningRate());
            scalars.put("gradient_norm", entry.gradientNorm());
            scalars.putAll(i == entries.size() - 1 ? more : Map.of());
            tensorBoard.write(entry.step(), scalars);
        }
    }

    @Override
    public void close() throws IOException {
        metrics.close();
        if (tensorBoard != null) {
            tensorBoard.close();
        }
    }
}

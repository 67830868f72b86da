package org.dapple.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dapple.core.FrontEnd;
import org.dapple.core.Waveform;

/**
 * Fills a store with the log-mels of clips. Short clips are padded with silence before the front end, as the reference
 * does: padding afterwards would put a loud constant behind them.
 *
 * @param reader decodes the clips at the front end's rate
 * @param frontEnd makes the spectrograms
 * @param shortestFrames what shorter clips are padded to
 */
public record LogMelExtraction(ClipReader reader, FrontEnd frontEnd, int shortestFrames) {
    /** Longer recordings would need gigabytes at once. */
    private static final int LONGEST_SECONDS = 30 * 60;

    /**
     * Adds clips to a store.
     *
     * @param clips the clips
     * @param store receives those that can be read
     * @param manager whose device computes
     * @param afterEach called after every clip, for progress
     * @return the clips that were skipped
     * @throws IOException if the store cannot be written
     */
    public List<SkippedClip> run(List<Clip> clips, LogMelStore store, NDManager manager, Runnable afterEach)
            throws IOException {
        List<SkippedClip> skipped = new ArrayList<>();
        reader.read(clips, new ClipHandler() {
            @Override
            public void read(Clip clip, Waveform waveform) throws IOException {
                if (waveform.seconds() > LONGEST_SECONDS) {
                    skipped.add(new SkippedClip(
                            clip.filename(), "longer than 30 minutes: cut the recording into shorter files"));
                } else {
                    store.add(clip, waveform.contentHash(), frames(waveform, manager));
                }
                afterEach.run();
            }

            @Override
            public void skipped(SkippedClip clip) {
                skipped.add(clip);
                afterEach.run();
            }
        });
        return skipped;
    }

    /** Row-major [frames, bands]. */
    private float[] frames(Waveform waveform, NDManager manager) {
        float[] samples = waveform.paddedTo(frontEnd.samples(shortestFrames)).samples();
        try (NDManager scope = manager.newSubManager()) {
            NDArray spectrogram = frontEnd.apply(scope.create(samples).expandDims(0));
            return spectrogram.squeeze(0).transpose().toFloatArray();
        }
    }
}

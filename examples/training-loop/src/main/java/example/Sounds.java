package example;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.dapple.core.frontend.LogMel;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.audio.WavFile;
import org.dapple.data.clips.Manifest;
import org.dapple.data.store.LogMelExtraction;
import org.dapple.data.store.LogMelStore;
import org.dapple.data.store.StoreJob;
import org.dapple.data.store.StorePrecision;
import org.dapple.data.synthetic.SyntheticCorpus;

/** Generated sounds as files, and their log-mels; yours would be files already. */
final class Sounds {
    private Sounds() {}

    /** Writes the sounds from one number to another, exclusive, and makes a store of their log-mels. */
    static LogMelStore store(Path folder, int from, int to, int frames, NDManager manager) throws IOException {
        SyntheticCorpus corpus = new SyntheticCorpus(1);
        for (int i = from; i < to; i++) {
            WavFile.write(folder.resolve(String.format(Locale.ROOT, "sounds/%04d.wav", i)), corpus.clip(i));
        }
        StoreJob job = new StoreJob(
                Manifest.read(folder.resolve("sounds")).clips(),
                LogMel.standard(),
                frames,
                StorePrecision.FP32,
                StoreJob.USUAL_SHARD_BYTES);
        return new LogMelExtraction(AudioDecoders.standard(), job)
                .run(folder.resolve("log-mels"), manager, (done, total) -> {});
    }
}

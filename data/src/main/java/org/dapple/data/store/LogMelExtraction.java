package org.dapple.data.store;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.dapple.core.run.Provenance;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.audio.AudioDecoders;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.reading.PieceHandler;
import org.dapple.data.reading.PieceReader;

/**
 * Computes a store of log-mels, or resumes an interrupted one. Short clips are padded with silence before the front
 * end, as in the reference: padding the log-mel would append a loud constant. Files are decoded, resampled and
 * transformed on several threads; the caller's thread writes.
 *
 * @param decoders decoders of the known formats
 * @param job the content of the store
 */
public record LogMelExtraction(AudioDecoders decoders, StoreJob job) {
    /** Clips are processed in pieces of a minute. */
    private static final int PIECE_SECONDS = 60;

    /** Watches an extraction. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Called after a clip was added or skipped.
         *
         * @param done number of clips so far, including those of earlier attempts
         * @param total number of all clips
         */
        void at(int done, int total);
    }

    /**
     * Computes the store unless it already exists. Clips that an earlier attempt skipped are tried again.
     *
     * @param folder the store's folder, created if it does not exist
     * @param manager determines the device
     * @param progress called after every clip
     * @return the finished store
     * @throws IOException if files cannot be read or written
     * @throws org.dapple.core.settings.ConfigurationException with the key {@code out} if the folder has a store of
     *     other clips or settings
     */
    public LogMelStore run(Path folder, NDManager manager, Progress progress) throws IOException {
        return run(folder, this::isReadable, manager, progress);
    }

    /**
     * Like {@link #run}, but skipped clips stay skipped, so that a resumed run keeps the clips that it began with.
     *
     * @param folder the store's folder, created if it does not exist
     * @param manager determines the device
     * @param progress called after every clip
     * @return the finished store
     * @throws IOException as {@link #run}
     */
    public LogMelStore goOn(Path folder, NDManager manager, Progress progress) throws IOException {
        return run(folder, skipped -> false, manager, progress);
    }

    private LogMelStore run(Path folder, Predicate<Clip> readable, NDManager manager, Progress progress)
            throws IOException {
        if (LogMelStore.isStore(folder)) {
            LogMelStore store = existing(folder);
            if (!store.isOf(job)) {
                return store; // the data was moved, and the journal has the old paths
            }
            store.close();
        }
        Optional<LogMelStoreWriter> opened = LogMelStoreWriter.reopen(folder, job, readable);
        if (opened.isEmpty()) {
            return LogMelStore.open(folder);
        }
        try (LogMelStoreWriter writer = opened.get()) {
            int total = job.clips().size();
            int done = writer.done();
            progress.at(done, total);
            int shortest = job.frontEnd().samples(job.shortestFrames());
            int piece = Math.max(PIECE_SECONDS * job.frontEnd().sampleRate(), shortest);
            AudioReader reader = new AudioReader(decoders, job.frontEnd().sampleRate());
            List<Clip> left = job.clips().subList(done, total);
            // Short clips are many, so their log-mels are computed in parallel, on the threads that decode them.
            new PieceReader(reader, piece, () -> new LogMelPieces(job.frontEnd(), job.shortestFrames(), manager))
                    .read(left, new Writing(writer, progress));
            writer.finish(provenance(manager));
        } catch (FileSystemException e) {
            throw e; // it names its file, and its class gives the reason
        } catch (IOException e) { // unreadable clips are skipped, so this is an error of writing
            throw new IOException(
                    "cannot write log-mels to " + folder + ": " + e.getMessage()
                            + " (free some space or choose another folder, then start again: finished clips are kept)",
                    e);
        }
        return LogMelStore.open(folder);
    }

    private boolean isReadable(Clip clip) {
        try {
            new AudioReader(decoders, job.frontEnd().sampleRate()).contentHash(clip.file());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a finished store has the same rows and sounds in a folder that was moved. */
    private boolean isMoved(LogMelStore store) throws IOException {
        if (!store.hasRowsOf(job)) {
            return false;
        }
        Map<String, String> before = new HashMap<>();
        store.clips().forEach(clip -> before.put(clip.clip().filename(), clip.contentHash()));
        List<Clip> heard = job.clips().stream()
                .filter(clip -> before.containsKey(clip.filename()))
                .toList();
        new PieceReader(new AudioReader(decoders, job.frontEnd().sampleRate()), 1 << 16)
                .read(heard, new PieceHandler() {
                    @Override
                    public void piece(Clip clip, float[] samples, int count, boolean last) {}

                    @Override
                    public void end(Clip clip, String contentHash) {
                        before.remove(clip.filename(), contentHash);
                    }

                    @Override
                    public void skipped(SkippedClip clip) {}
                });
        return before.isEmpty();
    }

    private LogMelStore existing(Path folder) throws IOException {
        LogMelStore store = LogMelStore.open(folder);
        if (!store.isOf(job) && !isMoved(store)) {
            throw new ConfigurationException(
                    "out", "must be a new folder; " + folder + " holds a store of other clips or settings");
        }
        return store;
    }

    /** Leaves out the time, so that stores of the same sounds are byte-equal. */
    private static Map<String, String> provenance(NDManager manager) {
        Map<String, String> facts = new TreeMap<>(Provenance.of(manager));
        facts.remove("started");
        return facts;
    }

    /** Writes each piece. */
    private final class Writing implements PieceHandler {
        private final LogMelStoreWriter writer;
        private final Progress progress;

        Writing(LogMelStoreWriter writer, Progress progress) {
            this.writer = writer;
            this.progress = progress;
        }

        @Override
        public void piece(Clip clip, float[] frames, int count, boolean last) throws IOException {
            writer.append(frames);
        }

        @Override
        public void end(Clip clip, String contentHash) throws IOException {
            writer.commit(contentHash);
            progress.at(writer.done(), job.clips().size());
        }

        @Override
        public void skipped(SkippedClip clip) throws IOException {
            writer.skip(clip.reason());
            progress.at(writer.done(), job.clips().size());
        }
    }
}

package org.dapple.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.dapple.core.files.Json;
import org.dapple.core.files.WorkLock;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.audio.WavFile;
import org.dapple.data.clips.HeardClips;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.store.Corpus;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.testing.WithManager;
import org.dapple.train.record.MetricsLog;
import org.dapple.train.record.TrainingFailedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a run when something happens to it. */
class RunFaultsTest extends WithManager {
    private static final Catalogues CATALOGUES = Catalogues.standard();
    private static final PretrainingListener QUIET = new PretrainingListener() {};

    @TempDir
    Path folder;

    private Path sounds;
    /** What a run is given: the folder of sounds, or a list of them. */
    private Path data;

    @BeforeEach
    void makeSounds() throws IOException {
        sounds = folder.resolve("sounds");
        data = sounds;
        for (int i = 0; i < 4; i++) {
            WavFile.write(sounds.resolve("clip" + i + ".wav"), new SyntheticCorpus(1).clip(i));
        }
    }

    private PretrainingJob job(Map<String, ?> more) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("model", Map.of("width", 24, "depth", 1, "heads", 2));
        tree.put("decoder", Map.of("width", 16, "depth", 1, "heads", 2));
        tree.put("masking", Map.of("strategy", "random"));
        tree.put("batch_size", 2);
        tree.put("crop_frames", 96);
        tree.put("max_steps", 6);
        tree.put("checkpoint_every", 3);
        tree.putAll(more);
        PretrainingConfig config = PretrainingConfig.read(new Settings(tree), CATALOGUES);
        RunDirectory run = RunDirectory.create(folder.resolve("run"));
        return new PretrainingJob(config, new Corpus(data, "", List.of()), run, CATALOGUES);
    }

    private PretrainingJob reopened(PretrainingJob job) throws IOException {
        return PretrainingJob.open(RunDirectory.open(job.run().root(), "run"), CATALOGUES);
    }

    private static PretrainingListener after(int steps, Runnable action) {
        return new PretrainingListener() {
            private int asked;

            @Override
            public boolean stopRequested() {
                if (asked++ == steps) {
                    action.run();
                    return true;
                }
                return false;
            }
        };
    }

    @Test
    void anotherProcessIsRefused() throws IOException {
        PretrainingJob job = job(Map.of());
        List<String> refusals = new ArrayList<>();
        job.run(
                manager,
                after(
                        2,
                        () -> refusals.add(assertThrows(IOException.class, () -> job.run(manager, QUIET))
                                .getMessage())));
        assertEquals(
                List.of(job.run().root() + " is in use by this process: wait until it ends, or stop it"), refusals);
        assertFalse(WorkLock.isTaken(job.run().root()));
        assertEquals(PretrainingJob.Outcome.FINISHED, reopened(job).run(manager, QUIET));
    }

    @Test
    void timeIsOverAfterAStepAndTheRunGoesOn() throws IOException {
        PretrainingJob job = job(Map.of("max_minutes", 1e-9, "max_steps", 2));
        assertEquals(PretrainingJob.Outcome.OUT_OF_TIME, job.run(manager, QUIET));
        assertEquals(1, MetricsLog.read(job.run().metrics()).size());
        assertEquals(PretrainingJob.Outcome.FINISHED, reopened(job).run(manager, QUIET));
        assertEquals(2, MetricsLog.read(job.run().metrics()).size());
    }

    @Test
    void harmlessSettingsMayChangeAndTheChangeIsWrittenDown() throws IOException {
        PretrainingJob job = job(Map.of());
        job.run(manager, after(2, () -> {}));
        assertNull(Json.read(job.run().description()).get("changes"));

        PretrainingJob changed = reopened(job).with(Map.of("checkpoint_every", 2));
        assertEquals(2, changed.config().housekeeping().checkpointEvery());
        changed.run(manager, after(2, () -> {}));
        changed.run(manager, after(1, () -> {}));
        reopened(job).with(Map.of("max_minutes", 60)).run(manager, QUIET);

        List<?> changes = (List<?>) Json.read(job.run().description()).get("changes");
        assertEquals(2, changes.size());
        Map<?, ?> first = (Map<?, ?>) changes.get(0);
        assertEquals("checkpoint_every", first.get("key"));
        assertEquals(3L, first.get("from"));
        assertEquals(2L, first.get("to"));
        assertTrue(String.valueOf(first.get("time")).endsWith("Z"));
        assertEquals("none", ((Map<?, ?>) changes.get(1)).get("from"));
        assertEquals(2, reopened(job).config().housekeeping().checkpointEvery());
    }

    @Test
    void settingsThatMatterMayNotChange() throws IOException {
        PretrainingJob job = job(Map.of());
        job.run(manager, after(2, () -> {}));
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> reopened(job).with(Map.of("max_steps", 7)));
        assertTrue(refusal.getMessage().startsWith("max_steps cannot be changed"), refusal.getMessage());
        // Nor by those who make the job themselves.
        PretrainingConfig other = PretrainingConfig.read(new Settings(Map.of("max_steps", 7)), CATALOGUES);
        PretrainingJob forged = new PretrainingJob(other, job.corpora(), job.run(), CATALOGUES);
        assertThrows(ConfigurationException.class, () -> forged.run(manager, QUIET));
    }

    @Test
    void aLossThatIsNoNumberEndsTheRunAndNamesTheClips() throws IOException {
        PretrainingJob job = job(Map.of("base_learning_rate", 1e30, "checkpoint_every", 1));
        TrainingFailedException end = assertThrows(TrainingFailedException.class, () -> job.run(manager, QUIET));
        Map<String, Object> facts = Json.read(job.run().divergence());
        List<?> clips = (List<?>) facts.get("clips");
        assertEquals(2, clips.size());
        assertTrue(end.getMessage().startsWith("the loss of step " + facts.get("step") + " is "), end.getMessage());
        assertTrue(end.getMessage().contains(clips.get(0) + ", " + clips.get(1)), end.getMessage());
        long sound = Checkpoint.newest(job.run().checkpoints(), warning -> {}).isPresent() ? 1 : 0;
        assertEquals(1, sound, "the checkpoint before is kept");
    }

    @Test
    void aClipThatHoldsNoNumbersIsSkippedAndListed() throws IOException {
        ByteBuffer wav = ByteBuffer.allocate(44 + 4 * 8000).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 4 * 8000);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 3)
                .putShort((short) 1);
        wav.putInt(16000).putInt(64000).putShort((short) 4).putShort((short) 32);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(4 * 8000);
        wav.putFloat(44 + 4 * 100, Float.NaN);
        Files.write(sounds.resolve("nan.wav"), wav.array());
        PretrainingJob job = job(Map.of());
        assertEquals(PretrainingJob.Outcome.FINISHED, job.run(manager, QUIET));
        assertEquals(
                List.of("filename,reason", "nan.wav,\"its sample 100 is NaN, which is not a valid amplitude\""),
                Files.readAllLines(job.run().skipped()));
    }

    @Test
    void aClipDeletedWhileItIsDecodedOnTheFlyEndsTheRun() throws IOException {
        PretrainingJob job = job(Map.of("on_the_fly", true, "max_steps", 1000, "checkpoint_every", 1));
        IOException end = assertThrows(
                IOException.class,
                () -> job.run(manager, new PretrainingListener() {
                    @Override
                    public boolean stopRequested() {
                        try {
                            Files.deleteIfExists(sounds.resolve("clip2.wav"));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        return false;
                    }
                }));
        assertEquals(
                "clip2.wav can no longer be read: the file does not exist (restore the original file and resume)",
                end.getMessage());
        WavFile.write(sounds.resolve("clip2.wav"), new SyntheticCorpus(1).clip(2));
        PretrainingJob again = reopened(job);
        assertEquals(PretrainingJob.Outcome.INTERRUPTED, again.run(manager, after(2, () -> {})));
    }

    private PretrainingJob stoppedAfterTwoSteps(Map<String, ?> settings) throws IOException {
        PretrainingJob job = job(settings);
        assertEquals(PretrainingJob.Outcome.INTERRUPTED, job.run(manager, after(2, () -> {})));
        return job;
    }

    private void assertRefused(PretrainingJob job, String difference) {
        ConfigurationException refusal =
                assertThrows(ConfigurationException.class, () -> reopened(job).run(manager, QUIET));
        assertEquals("data must still hold the clips that the run began with; " + difference, refusal.getMessage());
    }

    /** Every step and weight is what it would have been without the fault. */
    private void assertEndsUndisturbed(PretrainingJob job, Map<String, ?> settings) throws IOException {
        assertEquals(PretrainingJob.Outcome.FINISHED, reopened(job).run(manager, QUIET));
        Path run = job.run().root();
        Files.move(run, folder.resolve("disturbed"));
        PretrainingJob undisturbed = job(settings);
        undisturbed.run(manager, QUIET);
        Path disturbed = folder.resolve("disturbed");
        assertEquals(losses(new RunDirectory(disturbed)), losses(undisturbed.run()), "losses are the same bit for bit");
        assertEquals(
                -1,
                Files.mismatch(
                        new RunDirectory(disturbed).encoder().resolve("encoder.safetensors"),
                        undisturbed.run().encoder().resolve("encoder.safetensors")));
    }

    private static List<Double> losses(RunDirectory run) throws IOException {
        return MetricsLog.read(run.metrics()).stream()
                .map(MetricsLog.Entry::loss)
                .toList();
    }

    private void delete(String clip) {
        try {
            Files.delete(sounds.resolve(clip));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restore(int clip) throws IOException {
        WavFile.write(sounds.resolve("clip" + clip + ".wav"), new SyntheticCorpus(1).clip(clip));
    }

    /** A manifest beside the sounds, which still lists a clip whose file is gone. */
    private Map<String, Object> listed() throws IOException {
        Path list = folder.resolve("sounds/list.csv");
        Files.writeString(list, "filename\nclip0.wav\nclip1.wav\nclip2.wav\nclip3.wav\n");
        data = list;
        return Map.of();
    }

    @Test
    void aClipDeletedFromAFolderDuringTheRunIsMissedWhenTheRunGoesOn() throws IOException {
        PretrainingJob job = job(Map.of());
        job.run(manager, after(2, () -> delete("clip2.wav")));
        assertEquals(2, MetricsLog.read(job.run().metrics()).size(), "every clip was read before the first step");
        assertRefused(
                job, "clip2.wav is gone (restore what is missing and resume, or resume with --data and its new path)");
        restore(2);
        assertEndsUndisturbed(job, Map.of());
    }

    @Test
    void aClipAddedToAFolderDuringTheRunIsRefused() throws IOException {
        PretrainingJob job = stoppedAfterTwoSteps(Map.of());
        WavFile.write(sounds.resolve("late.wav"), new SyntheticCorpus(1).clip(7));
        assertRefused(job, "late.wav was not there (remove the new clips and resume, or begin another run with them)");
        delete("late.wav");
        assertEndsUndisturbed(job, Map.of());
    }

    @Test
    void aDeletedClipWhoseLogMelIsStoredIsNotNeeded() throws IOException {
        Map<String, Object> settings = listed();
        PretrainingJob job = stoppedAfterTwoSteps(settings);
        delete("clip2.wav");
        assertEquals(PretrainingJob.Outcome.FINISHED, reopened(job).run(manager, QUIET));
        assertEquals(6, losses(job.run()).size());
    }

    @Test
    void aDeletedClipIsMissedBeforeAnythingIsDecodedAgainAndWelcomeBack() throws IOException {
        Map<String, Object> settings = listed();
        PretrainingJob job = stoppedAfterTwoSteps(settings);
        job.run().clearCache();
        delete("clip2.wav");
        delete("clip3.wav");
        assertRefused(
                job,
                "clip2.wav and 1 more are gone (restore what is missing and resume, or resume with --data and its new path)");
        assertFalse(Files.exists(job.run().cache()), "nothing was decoded");
        restore(2);
        restore(3);
        assertEndsUndisturbed(job, settings);
    }

    @Test
    void aClipThatIsAnotherSoundIsRefusedAndTheRightOneIsWelcomeBack() throws IOException {
        Map<String, Object> settings = listed();
        PretrainingJob job = stoppedAfterTwoSteps(settings);
        job.run().clearCache();
        WavFile.write(sounds.resolve("clip2.wav"), new SyntheticCorpus(1).clip(9));
        Files.writeString(sounds.resolve("clip3.wav"), "no sound");
        assertRefused(
                job,
                "clip2.wav and 1 more have another sound or cannot be read (restore the files and resume;"
                        + " unreadable clips are listed in " + job.run().skipped() + ")");
        assertTrue(Files.readString(job.run().skipped()).contains("clip3.wav"));
        restore(2);
        restore(3);
        assertEndsUndisturbed(job, settings);
    }

    @Test
    void aCopyOfAClipCountsToo() throws IOException {
        Files.copy(sounds.resolve("clip1.wav"), sounds.resolve("copy.wav"));
        PretrainingJob job = stoppedAfterTwoSteps(Map.of());
        delete("copy.wav");
        assertRefused(
                job, "copy.wav is gone (restore what is missing and resume, or resume with --data and its new path)");
    }

    @Test
    void aRunThatEndedBeforeItsDescriptionWasWrittenBeginsAgain() throws IOException {
        PretrainingJob job = job(Map.of());
        assertThrows(
                CancellationException.class,
                () -> job.run(manager, new PretrainingListener() {
                    @Override
                    public void prepared(int used, List<SkippedClip> skipped) {
                        throw new CancellationException("killed");
                    }
                }));
        HeardClips.write(job.run().clips(), List.of());
        ConfigurationException refusal = assertThrows(ConfigurationException.class, () -> reopened(job));
        assertTrue(refusal.getMessage().contains("Repeat the command that started it"), refusal.getMessage());
        assertEquals(PretrainingJob.Outcome.FINISHED, job(Map.of()).run(manager, QUIET));
        assertEquals(4, HeardClips.list(job.run().clips()).size());
    }

    @Test
    void aFinishedRunTakesNoTime() throws IOException {
        PretrainingJob job = job(Map.of());
        job.run(manager, QUIET);
        delete("clip2.wav"); // nobody looks
        assertEquals(PretrainingJob.Outcome.FINISHED, reopened(job).run(manager, new PretrainingListener() {
            @Override
            public void preparing(int done, int total) {
                throw new AssertionError("nothing has to be decoded");
            }
        }));
    }

    @Test
    void peopleHearWhereARunGoesOnAndWhatIsOddAboutItsMasks() throws IOException {
        Map<String, Object> blocks = Map.of("masking", Map.of("strategy", "inverse_block"));
        PretrainingJob job = stoppedAfterTwoSteps(blocks);
        List<String> heard = new ArrayList<>();
        reopened(job).run(manager, new PretrainingListener() {
            @Override
            public void begins(long done, long total, int clipsPerStep) {
                heard.add(done + " of " + total + " steps with " + clipsPerStep + " clips");
            }

            @Override
            public void warned(String sentence) {
                heard.add(sentence);
            }
        });
        assertEquals(2, heard.size());
        assertTrue(heard.get(0).startsWith("masking: masks are uniformly random: a block of 5 x 5"), heard.get(0));
        assertEquals("2 of 6 steps with 2 clips", heard.get(1));
    }

    @Test
    void aBatchThatIsLargerThanTheDataIsSaidSo() throws IOException {
        List<String> warnings = new ArrayList<>();
        job(Map.of("batch_size", 50)).run(manager, new PretrainingListener() {
            @Override
            public void warned(String sentence) {
                warnings.add(sentence);
            }
        });
        assertEquals(
                List.of("batch_size 50 exceeds the 4 available clips: a batch has all of them, and the learning rate is"
                        + " scaled accordingly"),
                warnings);
    }

    @Test
    void whatTheDataHasDecidedIsWrittenDown() throws IOException {
        PretrainingJob job = job(Map.of("crop_frames", "auto"));
        job.run(manager, QUIET);
        TrainingInput input = reopened(job).config().input();
        assertTrue(input.cropFrames().isPresent());
        assertTrue(input.frontEnd().isPresent());
    }
}

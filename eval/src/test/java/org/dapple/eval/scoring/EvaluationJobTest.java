package org.dapple.eval.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.files.FileName;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.run.Seeds;
import org.dapple.core.run.Watch;
import org.dapple.data.audio.WavFile;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.CsvFile;
import org.dapple.data.clips.Heard;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.data.task.DownstreamMetric;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.comparison.Evaluation;
import org.dapple.eval.comparison.EvaluationCsv;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.embedding.LogMelStatistics;
import org.dapple.eval.leak.LeakCheck;
import org.dapple.eval.probe.Probe;
import org.dapple.eval.result.ShotScore;
import org.dapple.eval.result.TaskResult;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationJobTest extends WithManager {
    private static final Contender STATISTICS =
            new Contender("log-mel statistics", new LogMelStatistics(LogMel.standard()));

    @TempDir
    Path folder;

    private final List<Clip> clips = new ArrayList<>();
    private Heard known = Heard.nothing();
    private final List<String> heard = new ArrayList<>();
    private final Watch watch = new Watch() {
        @Override
        public void say(String line) {
            heard.add(line);
        }

        @Override
        public void warn(String sentence) {
            heard.add(sentence);
        }

        @Override
        public Stage begin(String title, long done, long total, String unit) {
            heard.add(title + ", " + total + " " + unit);
            return Watch.silent().begin(title, done, total, unit);
        }

        @Override
        public boolean stopRequested() {
            return false;
        }
    };

    @BeforeEach
    void makeClips() throws IOException {
        SyntheticCorpus corpus = new SyntheticCorpus(1);
        for (int i = 0; i < 60; i++) {
            Path file = folder.resolve(i + ".wav");
            WavFile.write(file, corpus.clip(i));
            String split = i % 3 == 0 ? "test" : "train";
            clips.add(new Clip(i + ".wav", file, corpus.soundClass(i).label(), null, split, "recording" + i / 6));
        }
    }

    private EvaluationJob job(Probe probe, List<Long> seeds) {
        return new EvaluationJob(
                probe,
                seeds,
                Optional.of(new FewShot(List.of(1, FewShot.ALL), 2, new Seeds(1))),
                folder.resolve("embeddings"),
                new EvaluationResults(folder.resolve("out")));
    }

    private TaskResult run(EvaluationJob job, DownstreamTask task) throws IOException {
        job.check(task);
        Embeddings embeddings = job.embed(STATISTICS, task, manager, watch);
        LeakCheck leaks = job.leaks(task, embeddings, known);
        return job.run(STATISTICS, task, embeddings, leaks, manager, watch);
    }

    @Test
    void whatWasFoundIsNotLookedForAgain() throws IOException {
        DownstreamTask task = DownstreamTask.of("sounds/all", clips, 1);
        EvaluationJob job = job(Probe.named("strict"), List.of(42L, 43L));
        TaskResult first = run(job, task);
        assertTrue(heard.contains("sounds/all, log-mel statistics: probing, 2 probes"), heard.toString());
        assertEquals(2, first.runs().size());
        assertEquals(20, first.runs().get(0).predictions().size());
        heard.clear();
        TaskResult again = run(job, task);
        assertEquals(first, again);
        assertTrue(heard.stream().noneMatch(title -> title.contains("probing")), heard.toString());

        List<Clip> relabelled = new ArrayList<>(clips);
        Clip one = clips.get(1);
        relabelled.set(1, new Clip(one.filename(), one.file(), clips.get(2).label(), null, "train", one.source()));
        run(job, DownstreamTask.of("sounds/all", relabelled, 1));
        assertTrue(heard.stream().anyMatch(title -> title.contains("probing")), "a label changed");
        Path result = folder.resolve("out")
                .resolve(FileName.of("sounds/all"))
                .resolve(FileName.of("log-mel statistics"))
                .resolve("result.json");
        Files.delete(result); // as if killed before the end
        heard.clear();
        assertEquals(first, run(job, task));
        assertTrue(heard.stream().anyMatch(title -> title.contains("probing")), heard.toString());
    }

    @Test
    void whatWasHeardIsPartOfTheResultThatIsKept() throws IOException {
        DownstreamTask task = DownstreamTask.of("sounds", clips, 1);
        EvaluationJob job = job(Probe.named("knn"), List.of(42L));
        assertEquals("{heard_test_clips=0}", heardClips(run(job, task)));
        known = new Heard(List.of(), false);
        heard.clear();
        assertEquals("{heard_test_clips=not known}", heardClips(run(job, task)));
        assertTrue(heard.stream().noneMatch(title -> title.contains("probing")), heard.toString());
        EvaluationCsv.write(folder, Evaluation.of(List.of(run(job, task))));
        List<String> written = new ArrayList<>();
        CsvFile.read(
                folder.resolve("scores.csv"),
                List.of("heard_test_clips"),
                row -> written.add(row.cells().get(row.places().getOrDefault("heard_test_clips", 0))));
        assertEquals(List.of("not known"), written);
    }

    private static String heardClips(TaskResult result) {
        return Map.of("heard_test_clips", result.fact(EvaluationJob.LEAKS, "heard_test_clips"))
                .toString();
    }

    @Test
    void intervalsAreNamedByWhatTheyCover() throws IOException {
        TaskResult result = run(job(Probe.named("strict"), List.of(1L, 2L, 3L)), DownstreamTask.of("t", clips, 1));
        assertEquals("jackknife over sources", result.overClips().kind().toString());
        assertEquals("t over runs", result.overRuns().kind().toString());
        assertEquals(result.score(), result.overRuns().mean(), 1e-12);
        assertEquals(result.score(), result.overClips().mean(), 1e-12, "one split: the same clips in one heap");
        assertEquals(
                List.of(1, FewShot.ALL),
                result.shots().stream().map(ShotScore::shots).toList());
    }

    /** Clips of several labels: a chord of two classes is both. */
    @Test
    void clipsOfSeveralLabelsAreScoredByTheirRanking() throws IOException {
        List<Clip> several = new ArrayList<>();
        for (Clip clip : clips) {
            String more = clip.label() + (several.size() % 2 == 0 ? ";even" : "");
            several.add(new Clip(clip.filename(), clip.file(), more, null, clip.split(), clip.source()));
        }
        DownstreamTask task = DownstreamTask.of("several", several, 1);
        assertEquals(DownstreamMetric.MEAN_AVERAGE_PRECISION, task.metric());
        assertTrue(task.labels().contains("even"));
        EvaluationJob job = job(Probe.named("strict"), List.of(7L));
        TaskResult result = run(job, task);
        assertTrue(result.score() > 0.2 && result.score() <= 1, "" + result.score());
        assertEquals(
                task.labels().size(),
                result.runs().get(0).predictions().get(0).scores().size());
        assertEquals(result, run(job, task), "read as it was written");
        assertEquals(0, result.runs().get(0).confusion().length);
    }

    @Test
    void everythingThatDecidesAResultIsInItsKey() {
        Embeddings embeddings =
                new Embeddings(clips, clips.stream().map(Clip::filename).toList(), new float[60], 1, List.of());
        EvaluationJob job = job(Probe.named("knn"), List.of(1L));
        DownstreamTask task = DownstreamTask.of("t", clips, 1);
        String key = key(job, task, embeddings);
        float[] other = new float[60];
        Arrays.fill(other, 1);
        assertNotEquals(key, key(job, task, new Embeddings(clips, embeddings.contentHashes(), other, 1, List.of())));
        assertNotEquals(key, key(job(Probe.named("evar"), List.of(1L)), task, embeddings));
        assertNotEquals(key, key(job(Probe.named("knn"), List.of(2L)), task, embeddings));
    }

    private static String key(EvaluationJob job, DownstreamTask task, Embeddings embeddings) {
        return EvaluationResults.key(job, job.probe(), task, embeddings);
    }
}

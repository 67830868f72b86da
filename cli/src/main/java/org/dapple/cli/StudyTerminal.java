package org.dapple.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.dapple.cli.study.StepCost;
import org.dapple.cli.study.StudyEvaluation;
import org.dapple.cli.study.StudyHost;
import org.dapple.cli.study.SyntheticSounds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Manifest;
import org.dapple.data.downstream.DownstreamSets;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.leak.LeakCheck;
import org.dapple.eval.picture.MaskGallery;
import org.dapple.eval.report.chart.Picture;
import org.dapple.eval.scoring.EvaluationListener;
import org.dapple.masking.MaskingStrategy;
import org.dapple.train.PretrainingConfig;
import org.dapple.train.PretrainingJob;

/** Runs a study for people at a terminal. */
final class StudyTerminal implements StudyHost {
    private static final List<String> MOMENTS = List.of("start", "half-way", "end of training");

    private final Device device;
    /** What was last said of waiting. */
    private String awaited = "";

    /** For a study that computes on a device. */
    StudyTerminal(Device device) {
        this.device = device;
    }

    @Override
    public void say(String line) {
        DappleCommand.say(line);
    }

    @Override
    public boolean stopRequested() {
        return Interruption.ofProcess().requested();
    }

    @Override
    public void waiting(String sentence) {
        if (!sentence.equals(awaited)) {
            say(sentence + " (this process waits)");
            awaited = sentence;
        }
        requireGoingOn();
    }

    @Override
    public <T> T preparing(int clips, Preparing<T> work) throws IOException {
        try (Progress progress = new Progress("reading clips", clips, " clips")) {
            return work.run((done, total) -> {
                requireGoingOn();
                progress.at(done, "");
            });
        }
    }

    private void requireGoingOn() {
        if (stopRequested()) {
            throw new CancellationException("interrupted: what was done is kept, and the same command goes on");
        }
    }

    @Override
    public EvaluationListener evaluation() {
        return new EvaluationListener() {
            @Override
            public Stage begin(String title, int parts, String unit) {
                Progress progress = new Progress(title, parts, " " + unit);
                return new Stage() {
                    @Override
                    public void step() {
                        requireGoingOn();
                        progress.step();
                    }

                    @Override
                    public void close() {
                        progress.close();
                    }
                };
            }

            @Override
            public void note(String sentence) {
                say(sentence);
            }
        };
    }

    @Override
    public Path write(SyntheticSounds sounds, Path folder) throws IOException {
        return new SyntheticData(sounds.seed(), sounds.train(), sounds.valid(), sounds.test()).write(folder);
    }

    @Override
    public List<DownstreamTask> tasks(StudyEvaluation evaluation, List<Path> sounds) throws IOException {
        List<DownstreamTask> tasks = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        TaskChoice choice = new TaskChoice(DownstreamSets.standard(), evaluation.root(), null);
        for (String name : evaluation.tasks()) {
            DownstreamTask task = name.equals(SyntheticSounds.NAME) && !sounds.isEmpty()
                    ? DownstreamTask.of(
                            name,
                            Manifest.read(sounds.get(0)).clips(),
                            SyntheticCorpus.CLIP_SAMPLES / (double) SyntheticCorpus.SAMPLE_RATE)
                    : found(choice, name);
            ConfigurationException.require(
                    names.add(task.name()), "evaluate.tasks", "name every task once", task.name());
            tasks.add(task);
        }
        return tasks;
    }

    private static DownstreamTask found(TaskChoice choice, String name) throws IOException {
        try {
            return choice.all(List.of(name)).get(0);
        } catch (ConfigurationException e) {
            String problem = String.valueOf(e.getMessage()).substring(e.key().length() + 1);
            throw new ConfigurationException(
                    "evaluate.tasks",
                    e.key().equals("--tasks") ? problem : "names " + name + ", whose " + e.getMessage());
        }
    }

    @Override
    public PretrainingJob.Outcome train(PretrainingJob job, String title, NDManager manager) throws IOException {
        try (TerminalListener listener = new TerminalListener(title)) {
            return job.run(manager, listener);
        }
    }

    @Override
    public void requireUnheard(DownstreamTask task, LeakCheck leaks) {
        if (!leaks.ofPretraining().isEmpty()) {
            throw new ConfigurationException(
                    "evaluate.tasks",
                    "must be tested on sound that no run has heard; of " + task.name() + ", "
                            + leaks.ofPretraining().get(0)
                            + " (leave the test clips out of data, as with split: train)");
        }
    }

    @Override
    public StepCost measure(PretrainingConfig config, int warmup, int steps) throws IOException {
        return new StepProcess(config, device, warmup, steps).run(this::stopRequested);
    }

    @Override
    public Picture masks(String title, Path sound, Map<String, MaskingStrategy> strategies, NDManager manager)
            throws IOException {
        MaskStudio studio = new MaskStudio(AudioReader.standard().read(sound), manager);
        List<MaskGallery.Row> rows = new ArrayList<>();
        strategies.forEach((name, strategy) -> {
            List<boolean[]> masks = new ArrayList<>();
            for (int moment = 0; moment < MOMENTS.size(); moment++) {
                masks.add(studio.mask(strategy, moment, moment / (MOMENTS.size() - 1.0)));
            }
            rows.add(new MaskGallery.Row(name, masks, Optional.empty()));
        });
        String caption = title + ", on " + ClipNames.brief(sound)
                + ". Schedules of hints move from the start to the end of training; other maskings are drawn three"
                + " times. Self-guided masks look at the patches themselves here, where no encoder is.";
        return Picture.of(caption, new MaskGallery(title, studio.spectrogram(), studio.grid(), MOMENTS, rows).draw());
    }
}

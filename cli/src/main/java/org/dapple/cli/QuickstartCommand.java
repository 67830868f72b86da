package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.FolderCheck;
import org.dapple.cli.command.Overrides;
import org.dapple.cli.command.Terminal;
import org.dapple.core.files.AtomicFile;
import org.dapple.core.files.WorkLock;
import org.dapple.core.run.RunDirectory;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.clips.Heard;
import org.dapple.data.clips.Manifest;
import org.dapple.data.store.Corpus;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.data.synthetic.SyntheticData;
import org.dapple.eval.embedding.Embeddings;
import org.dapple.eval.leak.LeakCheck;
import org.dapple.eval.report.HtmlReport;
import org.dapple.eval.report.ReportContent;
import org.dapple.eval.report.ReportData;
import org.dapple.eval.report.chart.Picture;
import org.dapple.eval.report.chart.Pictures;
import org.dapple.eval.report.table.Scores;
import org.dapple.eval.result.ProbeResult;
import org.dapple.experiment.report.MaskLook;
import org.dapple.experiment.report.MaskStudio;
import org.dapple.experiment.report.MaskVariant;
import org.dapple.experiment.report.Reports;
import org.dapple.experiment.scoring.Leaks;
import org.dapple.experiment.scoring.Probing;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.train.Catalogues;
import org.dapple.train.PretrainingConfig;
import org.dapple.train.PretrainingJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole path in one command: sounds, pre-training, probes, report. */
@Command(
        name = "quickstart",
        description = {
            "Try everything in a few minutes: make sounds, pre-train one encoder with dispersion-weighted masking and one"
                    + " with random masking, probe both and an untrained one, and write a report.",
            "",
            "Example:  ./dapple quickstart --out quickstart",
            ""
        })
final class QuickstartCommand extends DappleCommand {
    private static final Catalogues CATALOGUES = Catalogues.standard();

    @Option(names = "--out", paramLabel = "DIR", description = "Where everything goes (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("quickstart");

    @Option(
            names = "--clips",
            paramLabel = "N",
            description = "Sounds of each class to train on (default: ${DEFAULT-VALUE}).")
    private int clips = SyntheticData.SMALL.train();

    @Override
    public Outcome run(Settings settings, NDManager manager) throws IOException {
        ConfigurationException.require(clips >= 2 && clips <= 10_000, "--clips", "be between 2 and 10000", clips);
        PretrainingConfig config = PretrainingConfig.read(settings, CATALOGUES);
        FolderCheck.writable("--out", out);
        return WorkLock.holding(out, () -> work(config, manager));
    }

    private Outcome work(PretrainingConfig config, NDManager manager) throws IOException {
        SyntheticData sounds = new SyntheticData(1, clips, Math.max(1, clips / 10), Math.max(1, 3 * clips / 10));
        Path manifest = sounds.write(out.resolve("data"), Terminal.WATCH);

        PretrainingJob dispersion = job("dispersion", config, manifest);
        PretrainingJob random = job("random", withRandomMasking(config), manifest);
        for (PretrainingJob job : List.of(dispersion, random)) {
            String task = "pre-training, " + job.run().root().getFileName();
            Outcome trained = Pretraining.run(job, manager, task);
            if (!Boolean.TRUE.equals(trained.result().get("finished"))) {
                return trained;
            }
        }

        Probing probing = new Probing(
                Manifest.read(manifest).clips(),
                SyntheticCorpus.CLIP_SAMPLES / (double) SyntheticCorpus.SAMPLE_RATE,
                manager,
                Terminal.WATCH);
        Embeddings statistics = probing.embedLogMelStatistics();
        Embeddings before;
        try (AudioEncoder encoder = dispersion.encoders().untrained(manager)) {
            before = probing.embed("untrained", encoder);
        }
        Embeddings afterRandom = embed(probing, "random masking", random, manager);
        Embeddings afterDispersion = embed(probing, "dispersion-weighted", dispersion, manager);
        LeakCheck leaks = probing.find(afterDispersion, Heard.of(dispersion.run())); // both runs hear the same
        Leaks.refuse(leaks, false);
        leaks.ofHearing().forEach(DappleCommand::say);

        say("\nLinear probe, accuracy on " + sounds.testClips() + " test clips of " + sounds.classes() + " classes:");
        List<Scored> results = new ArrayList<>();
        results.add(score(probing, "log_mel_statistics", "log-mel mean and deviation", statistics));
        results.add(score(probing, "untrained", "untrained encoder", before));
        results.add(score(probing, "pretrained_random_masking", "pre-trained, random masking", afterRandom));
        results.add(score(probing, "pretrained", "pre-trained, dispersion-weighted", afterDispersion));

        Path report = out.resolve("report.html");
        Scores scores = new Scores(
                "Scores",
                results.stream()
                        .map(scored -> Reports.score(scored.name, scored.result))
                        .toList());
        ReportContent content = content(results, scores, leaks, dispersion, random, manager);
        AtomicFile.write(report, HtmlReport.render(content).getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(out.resolve("report.json"), ReportData.json(content).getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(out.resolve("scores.csv"), ReportData.csv(scores).getBytes(StandardCharsets.UTF_8));
        say("\nReport: " + report.toAbsolutePath());
        return Outcome.done(json(results, leaks, report));
    }

    /** The result of one encoder, with its key in the JSON and its name in the report. */
    private record Scored(String key, String name, ProbeResult result) {}

    private static Scored score(Probing probing, String key, String name, Embeddings embeddings) {
        return new Scored(key, name, probing.probe(name, embeddings));
    }

    @Override
    public Map<String, Object> defaults() throws IOException {
        return Overrides.resource("quickstart.yaml");
    }

    private static PretrainingConfig withRandomMasking(PretrainingConfig config) {
        Map<String, Object> section = new LinkedHashMap<>(CATALOGUES.masking().write(config.masking()));
        section.keySet().retainAll(Set.of("ratio"));
        section.put("strategy", "random");
        return config.withMasking(CATALOGUES.masking().read(new Settings(section)));
    }

    /** A new run, or the one that an earlier quickstart began in this folder. */
    private PretrainingJob job(String name, PretrainingConfig config, Path manifest) throws IOException {
        Path root = out.resolve(name);
        Corpus corpus = new Corpus(manifest, "train", List.of());
        if (!Files.exists(new RunDirectory(root).description())) {
            return new PretrainingJob(config, corpus, RunDirectory.create(root), CATALOGUES);
        }
        PretrainingJob earlier = PretrainingJob.open(RunDirectory.open(root, "--out"), CATALOGUES);
        if (!earlier.config().equals(config.completedBy(earlier.config().input()))) {
            throw new ConfigurationException(
                    "--out",
                    "must be a new folder; " + root + " holds a run with other settings (name another with --out)");
        }
        return earlier;
    }

    private static Embeddings embed(Probing probing, String name, PretrainingJob job, NDManager manager)
            throws IOException {
        try (AudioEncoder encoder = job.encoders().newest(manager)) {
            return probing.embed(name, encoder);
        }
    }

    private static ReportContent content(
            List<Scored> results,
            Scores scores,
            LeakCheck leaks,
            PretrainingJob dispersion,
            PretrainingJob random,
            NDManager manager)
            throws IOException {
        ProbeResult before = results.get(1).result;
        ProbeResult after = results.get(3).result;
        String summary = String.format(
                Locale.ROOT,
                "An encoder was pre-trained for %d steps with dispersion-weighted masking, without labels. It was frozen"
                        + " and probed with one linear layer on %s: %s. The same encoder before training: %s. The"
                        + " intervals cover the choice of test clips, not of training seeds; one run of each strategy"
                        + " cannot decide between strategies.",
                dispersion.config().optimization().maxSteps(),
                leaks.complete() ? "sounds it had not heard" : "sounds that it may have heard",
                after.interval().percent(),
                before.interval().percent());
        List<Picture> pictures = new ArrayList<>();
        for (int clip : new int[] {1, 6, 10}) {
            SyntheticCorpus corpus = new SyntheticCorpus(1);
            String title = corpus.soundClass(clip).label().replace('_', ' ');
            MaskStudio studio = new MaskStudio(corpus.clip(clip), manager);
            List<MaskLook> looks =
                    MaskVariant.of(CATALOGUES.masking(), List.of("random", "dwm"), 0.7, List.of(0.0, 0.5), Map.of())
                            .stream()
                            .map(variant -> MaskLook.at(studio, variant, 3, 0))
                            .toList();
            pictures.add(MaskLook.picture("Masks on " + title, studio, looks));
        }
        return new ReportContent(
                "Quickstart: does pre-training help?",
                summary,
                List.of(
                        scores,
                        Reports.losses(List.of(
                                Reports.curve("dispersion-weighted", dispersion.run()),
                                Reports.curve("random", random.run()))),
                        new Pictures("Pictures", pictures),
                        Reports.confusion("Pre-trained, dispersion-weighted", after)),
                Reports.facts(dispersion, manager));
    }

    private static Map<String, Object> json(List<Scored> results, LeakCheck leaks, Path report) {
        Map<String, Object> accuracy = new LinkedHashMap<>();
        results.forEach(scored -> accuracy.put(scored.key, ProbeResult.json(scored.result.interval())));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("accuracy", accuracy);
        json.putAll(leaks.toJson());
        json.put("report", report.toString());
        return json;
    }
}

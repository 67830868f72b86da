package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.FolderCheck;
import org.dapple.cli.command.Interruption;
import org.dapple.cli.command.Terminal;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.downstream.DownstreamSets;
import org.dapple.data.task.DownstreamTask;
import org.dapple.eval.probe.Probe;
import org.dapple.eval.scoring.EvaluationJob;
import org.dapple.eval.scoring.EvaluationResults;
import org.dapple.eval.scoring.FewShot;
import org.dapple.experiment.EncoderEvaluation;
import org.dapple.experiment.encoder.RunChoice;
import org.dapple.experiment.encoder.Unfinished;
import org.dapple.experiment.scoring.TaskChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tests several encoders on several tasks, with honest statistics. */
@Command(
        name = "eval",
        description = {
            "Test encoders on many tasks: probes, few-shot curves, paired comparisons, one table and a report. Baselines"
                    + " (log-mel statistics, the untrained encoder) are included. If interrupted, start it again to continue.",
            "",
            "Example:  ./dapple eval --run runs/first --tasks esc50,my-set --data-root my/datasets --out evaluation",
            "",
            "A task is a manifest, a folder with manifest.csv, or a downstream set (see dapple datasets) in the data root.",
            ""
        })
final class EvalCommand extends DappleCommand {
    private static final long FIRST_SEED = 42;

    @Option(
            names = "--run",
            paramLabel = "DIR",
            description = "A pre-training run, or a checkpoint of it: DIR@best, DIR@2000. May be repeated.")
    private List<String> runs = List.of();

    @Option(
            names = "--encoder",
            paramLabel = "DIR",
            description = "The folder of an encoder, for example an imported one. May be repeated.")
    private List<Path> encoders = List.of();

    @Option(names = "--tasks", required = true, split = ",", paramLabel = "NAME", description = "Tasks to test on.")
    private List<String> tasks = List.of();

    @Option(names = "--data-root", paramLabel = "DIR", description = "Where the tasks' folders are (default: here).")
    private Path root = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", description = "Where results go (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("evaluation");

    @Option(
            names = "--embeddings",
            paramLabel = "DIR",
            description = "Where embeddings are kept for later use (default: embeddings in the folder of --out).")
    private @Nullable Path embeddings;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            description =
                    "strict (default); evar: as in EVAR, with its quirks; logistic: logistic regression to its optimum; knn:"
                            + " a vote of the nearest clips.")
    private String protocol = "strict";

    @Option(names = "--seeds", paramLabel = "N", description = "Runs of the probe (default: ${DEFAULT-VALUE}).")
    private int seeds = 3;

    @Option(
            names = "--learning-rate",
            paramLabel = "[NAME=]RATE",
            description =
                    "The learning rate of protocol evar, for one encoder or for all. Known for runs; use 3e-5 for M2D and"
                            + " ATST-Frame, 3e-4 for others. May be repeated.")
    private List<String> learningRates = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description =
                    "Cut or pad clips to this length. Default: the length of a downstream set; for a manifest, the median"
                            + " length, at most 30.")
    private @Nullable Double seconds;

    @Option(names = "--no-baselines", description = "Test only the encoders that are named.")
    private boolean alone;

    @Option(names = "--no-few-shot", description = "Leave out the few-shot curves.")
    private boolean withoutShots;

    @Option(
            names = "--allow-heard",
            description = "Accept test clips that pre-training has heard. Their scores are no estimate for new sound.")
    private boolean allowHeard;

    @Override
    public Outcome run(Settings settings, NDManager manager) throws IOException {
        settings.done();
        ConfigurationException.require(seeds > 0 && seeds <= 100, "--seeds", "be between 1 and 100", seeds);
        EvaluationJob job = new EvaluationJob(
                Probe.named(protocol),
                LongStream.range(FIRST_SEED, FIRST_SEED + seeds).boxed().toList(),
                withoutShots ? Optional.empty() : Optional.of(FewShot.standard(new Seeds(FIRST_SEED))),
                embeddings == null ? out.resolve("embeddings") : embeddings,
                new EvaluationResults(out.resolve("results")));
        List<DownstreamTask> chosen =
                new TaskChoice(DownstreamSets.standard(), root, seconds, Terminal.WATCH).all(tasks);
        List<RunChoice> choices = new ArrayList<>();
        for (String name : runs) {
            RunChoice choice = RunChoice.of(name);
            Unfinished.of(choice.job().run()).ifPresent(DappleCommand::say);
            choices.add(choice);
        }
        EncoderEvaluation evaluation =
                new EncoderEvaluation(job, chosen, choices, encoders, !alone, learningRates, allowHeard);
        FolderCheck.writable("--out", out); // makes no folder, because the request may be wrong
        Interruption.ofProcess().endsAtOnce("the same command continues: embeddings and finished probes are kept");
        return Outcome.done(evaluation.run(out, manager, Terminal.WATCH).json());
    }
}

package org.dapple.experiment.study.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dapple.eval.statistics.Interval;
import org.dapple.eval.statistics.Verdict;
import org.dapple.experiment.study.Cell;
import org.dapple.experiment.study.SeedScores;
import org.dapple.experiment.study.StrategyComparison;
import org.dapple.experiment.study.StudyConfig;
import org.dapple.experiment.study.StudyResults;
import org.dapple.experiment.study.StudyStatistics;

/**
 * The findings of a study in plain words. Every sentence is computed, and says only what intervals and tests show.
 *
 * @param results the scores
 * @param statistics their comparisons
 */
record StudySummary(StudyResults results, StudyStatistics statistics) {
    private static final int MOST_NAMES = 4;

    /** The summary, one paragraph. */
    String text() {
        List<String> sentences = new ArrayList<>();
        sentences.add(design());
        if (!results.complete()) {
            sentences.add(missing());
        }
        for (String model : results.study().models()) {
            if (maskings(model) < 2) {
                sentences.add(model + " has fewer than two maskings with results, so nothing can be compared.");
            } else {
                sentences.addAll(decided(model));
                sentences.addAll(undecided(model, Verdict.NOT_DISTINGUISHABLE));
                sentences.addAll(undecided(model, Verdict.TOO_FEW_SEEDS));
                sentences.add(means(model));
            }
            sentences.addAll(learned(model));
        }
        sentences.addAll(cautions());
        return String.join(" ", sentences);
    }

    private String design() {
        StudyConfig study = results.study();
        long seeds = study.cells().stream().map(Cell::seed).distinct().count();
        int models = study.models().size();
        String were = (models == 1 ? " was " : " were ") + (results.complete() ? "" : "planned to be ");
        return counted(models, "model") + were + "pre-trained with "
                + counted(
                        study.cells().stream()
                                .map(cell -> cell.strategy().masks())
                                .distinct()
                                .count(),
                        "masking")
                + " and " + counted(seeds, "seed") + " ("
                + counted(study.cells().size(), "run")
                + "); " + (models == 1 ? "its" : "their") + " frozen encoders were "
                + (results.complete() ? "tested on " : "planned to be tested on ")
                + counted(results.tasks().size(), "task") + ".";
    }

    private String missing() {
        List<String> names = results.missing().stream().map(Cell::name).toList();
        return "The study is not finished: " + results.progress() + " are done"
                + (names.isEmpty() ? ", and a baseline is missing." : "; missing: " + shortened(names) + ".");
    }

    private long maskings(String model) {
        return statistics.scores().stream()
                .map(SeedScores::strategy)
                .filter(strategy -> strategy.model().equals(model))
                .distinct()
                .count();
    }

    /** Tasks on which one masking is better than every other. */
    private List<String> decided(String model) {
        Map<String, List<String>> tasks = new LinkedHashMap<>();
        for (String task : statistics.tasks()) {
            statistics.best(model, task).ifPresent(best -> tasks.computeIfAbsent(
                            best.masks(), masks -> new ArrayList<>())
                    .add(task));
        }
        List<String> sentences = new ArrayList<>();
        tasks.forEach((masks, some) -> sentences.add("With " + model + ", " + masks
                + " is better than every other masking on " + listed(some) + " by the tests over seeds."));
        return sentences;
    }

    private List<String> undecided(String model, Verdict why) {
        List<String> tasks = statistics.tasks().stream()
                .filter(task -> statistics.undecided(model, task).equals(Optional.of(why)))
                .toList();
        if (tasks.isEmpty()) {
            return List.of();
        }
        if (why == Verdict.TOO_FEW_SEEDS) {
            StrategyComparison any = statistics.comparisons(model, tasks.get(0)).get(0);
            return List.of("With " + model + " there are too few seeds to say which masking is better on "
                    + listed(tasks) + ": a verdict among " + counted(maskings(model), "masking") + " takes "
                    + any.needed() + " seeds of each.");
        }
        List<String> sentences = new ArrayList<>();
        sentences.add("With " + model + " no masking is better than every other on " + listed(tasks)
                + ": the highest mean cannot be distinguished from others, which does not show that they are equal.");
        for (String task : tasks) {
            List<String> pairs = statistics.comparisons(model, task).stream()
                    .filter(pair -> pair.verdict() == Verdict.BETTER || pair.verdict() == Verdict.WORSE)
                    .map(pair -> pair.verdict() == Verdict.BETTER
                            ? pair.first().masks() + " is better than "
                                    + pair.second().masks()
                            : pair.second().masks() + " is better than "
                                    + pair.first().masks())
                    .toList();
            if (!pairs.isEmpty()) {
                sentences.add("On " + task + ", " + listed(pairs) + ".");
            }
        }
        return sentences;
    }

    /** The range of the means of a model's maskings, which by itself proves nothing. */
    private String means(String model) {
        List<String> ranges = new ArrayList<>();
        for (String task : results.tasks()) {
            DoubleSummaryStatistics means = statistics.column(model, task).stream()
                    .mapToDouble(SeedScores::mean)
                    .summaryStatistics();
            if (means.getCount() > 0) {
                ranges.add(String.format(
                        Locale.ROOT, "%.1f to %.1f %% on %s", 100 * means.getMin(), 100 * means.getMax(), task));
            }
        }
        return "The means of the maskings of " + model + " range from " + listed(ranges) + ".";
    }

    /**
     * Tasks on which the intervals of all maskings lie above that of the untrained encoder, or that there is no such
     * masking.
     */
    private List<String> learned(String model) {
        List<String> all = new ArrayList<>();
        boolean any = false;
        boolean known = false;
        boolean open = false;
        for (String task : results.tasks()) {
            Optional<Interval> before = results.untrained(model, task).map(SeedScores::interval);
            List<Interval> after = statistics.column(model, task).stream()
                    .map(SeedScores::interval)
                    .toList();
            if (before.isEmpty() || after.isEmpty()) {
                continue;
            }
            if (!before.get().known() || !after.stream().allMatch(Interval::known)) {
                open = true; // without an interval it may be above
                continue;
            }
            known = true;
            any |= after.stream().anyMatch(interval -> above(interval, before.get()));
            if (after.stream().allMatch(interval -> above(interval, before.get()))) {
                all.add(task);
            }
        }
        if (!all.isEmpty()) {
            return List.of("All maskings of " + model + " are above its untrained encoder on " + listed(all)
                    + ": their 95 % intervals over seeds do not overlap.");
        }
        return any || open || !known
                ? List.of()
                : List.of("No masking of " + model
                        + " is above its untrained encoder on any task, by their 95 % intervals over seeds: the encoders may"
                        + " have learned too little for comparing maskings.");
    }

    /** Sentences about test clips that may not be new, each once. */
    private List<String> cautions() {
        Map<String, List<String>> entrants = new LinkedHashMap<>();
        for (StudyResults.Found found : results.found()) {
            for (String sentence : found.score().cautions()) {
                entrants.computeIfAbsent(found.score().task() + ": " + sentence, text -> new ArrayList<>())
                        .add(found.entrant().name());
            }
        }
        List<String> sentences = new ArrayList<>();
        entrants.forEach((sentence, names) -> sentences.add(
                names.size() == results.found().size() / results.tasks().size()
                        ? sentence
                        : sentence + " (" + shortened(names) + ")"));
        return sentences;
    }

    private static boolean above(Interval after, Interval before) {
        return after.known() && after.low() > before.high();
    }

    private static String counted(long count, String thing) {
        return String.format(Locale.ROOT, "%d %s%s", count, thing, count == 1 ? "" : "s");
    }

    private static String shortened(List<String> names) {
        return names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "");
    }

    /** For example {@code a, b and c}. */
    static String listed(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }
}

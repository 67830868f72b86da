package org.dapple.eval.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dapple.eval.result.TaskResult;
import org.dapple.eval.statistics.MeanRank;
import org.dapple.eval.statistics.Verdict;

/**
 * The results of several encoders on several tasks, and their comparisons.
 *
 * @param results one for each encoder and task that was tested
 * @param pairs every two encoders, compared on every task that both were tested on
 */
public record Evaluation(List<TaskResult> results, List<PairedResult> pairs) {

    /** Copies the lists. */
    public Evaluation {
        results = List.copyOf(results);
        pairs = List.copyOf(pairs);
    }

    /**
     * Compares all encoders.
     *
     * @param results one for each encoder and task that was tested
     * @return the results with all comparisons
     */
    public static Evaluation of(List<TaskResult> results) {
        return new Evaluation(results, PairedResult.all(results));
    }

    /** {@return the encoders, in the order of the results} */
    public List<String> encoders() {
        return results.stream().map(TaskResult::encoder).distinct().toList();
    }

    /** {@return the tasks, in the order of the results} */
    public List<String> tasks() {
        return results.stream().map(TaskResult::task).distinct().toList();
    }

    /**
     * Looks up one result.
     *
     * @param encoder name of the encoder
     * @param task name of the task
     * @return the result, if the encoder was tested on the task
     */
    public Optional<TaskResult> result(String encoder, String task) {
        return results.stream()
                .filter(result ->
                        result.encoder().equals(encoder) && result.task().equals(task))
                .findFirst();
    }

    /**
     * {@return the mean rank of each encoder, 1 the best, over the tasks on which all were tested; empty without such a
     * task}
     */
    public Map<String, Double> meanRanks() {
        List<double[]> scores = new ArrayList<>();
        for (String task : tasks()) {
            double[] ofTask = encoders().stream()
                    .flatMap(encoder -> result(encoder, task).stream())
                    .mapToDouble(TaskResult::score)
                    .toArray();
            if (ofTask.length == encoders().size()) {
                scores.add(ofTask);
            }
        }
        Map<String, Double> ranks = new LinkedHashMap<>();
        if (!scores.isEmpty()) {
            double[] means = MeanRank.of(scores.toArray(double[][]::new));
            for (String encoder : encoders()) {
                ranks.put(encoder, means[ranks.size()]);
            }
        }
        return ranks;
    }

    /**
     * Whether an encoder may be called the best on a task: whether it is better than every other one by the test.
     *
     * @param encoder name of the encoder
     * @param task name of the task
     * @return false if it cannot be distinguished from one of the others
     */
    public boolean best(String encoder, String task) {
        long beaten = pairs.stream()
                .filter(pair -> pair.task().equals(task))
                .filter(pair -> (pair.first().equals(encoder) && pair.verdict() == Verdict.BETTER)
                        || (pair.second().equals(encoder) && pair.verdict() == Verdict.WORSE))
                .count();
        long others = results.stream()
                .filter(result ->
                        result.task().equals(task) && !result.encoder().equals(encoder))
                .count();
        return others > 0 && beaten == others;
    }

    /** {@return one sentence for every two encoders: the verdicts, with the tasks of each} */
    public List<String> sentences() {
        Map<String, Map<String, List<String>>> byPair = new LinkedHashMap<>();
        for (PairedResult pair : pairs) {
            byPair.computeIfAbsent(pair.first() + " against " + pair.second(), key -> new LinkedHashMap<>())
                    .computeIfAbsent(pair.verdict().toString(), key -> new ArrayList<>())
                    .add(pair.task());
        }
        List<String> sentences = new ArrayList<>();
        byPair.forEach((pair, verdicts) -> sentences.add(pair + ": "
                + verdicts.entrySet().stream()
                        .map(entry -> entry.getKey() + " on " + String.join(", ", entry.getValue()))
                        .collect(Collectors.joining("; "))));
        return sentences;
    }
}

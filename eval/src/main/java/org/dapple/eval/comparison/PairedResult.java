package org.dapple.eval.comparison;

import java.util.ArrayList;
import java.util.List;
import org.dapple.eval.result.TaskResult;
import org.dapple.eval.statistics.Holm;
import org.dapple.eval.statistics.Verdict;

/**
 * The comparison of two encoders on one of several tasks.
 *
 * @param task name of the task
 * @param first name of the first encoder
 * @param second name of the second
 * @param comparison the comparison on this task alone
 * @param adjusted the p-value, adjusted by Holm's method over all tasks on which the two are compared
 */
public record PairedResult(String task, String first, String second, Comparison comparison, double adjusted) {

    /** {@return the verdict by the adjusted p-value} */
    public Verdict verdict() {
        return comparison.verdict(adjusted);
    }

    /**
     * Compares every two encoders on every task that both were tested on.
     *
     * @param results of all encoders on all tasks
     * @return pair by pair, in the order of the results
     */
    public static List<PairedResult> all(List<TaskResult> results) {
        List<String> encoders =
                results.stream().map(TaskResult::encoder).distinct().toList();
        List<PairedResult> all = new ArrayList<>();
        for (int i = 0; i < encoders.size(); i++) {
            for (int j = i + 1; j < encoders.size(); j++) {
                all.addAll(pair(results, encoders.get(i), encoders.get(j)));
            }
        }
        return all;
    }

    private static List<PairedResult> pair(List<TaskResult> results, String first, String second) {
        List<String> tasks = new ArrayList<>();
        List<Comparison> comparisons = new ArrayList<>();
        for (TaskResult mine : results) {
            for (TaskResult its : results) {
                if (mine.encoder().equals(first)
                        && its.encoder().equals(second)
                        && mine.task().equals(its.task())) {
                    tasks.add(mine.task());
                    comparisons.add(Comparison.of(mine.runs(), its.runs()));
                }
            }
        }
        double[] adjusted = Holm.adjusted(
                comparisons.stream().mapToDouble(Comparison::pValue).toArray());
        List<PairedResult> pairs = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            pairs.add(new PairedResult(tasks.get(i), first, second, comparisons.get(i), adjusted[i]));
        }
        return pairs;
    }
}

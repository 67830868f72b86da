package org.dapple.experiment.study.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.files.FileFormat;
import org.dapple.core.files.Json;
import org.dapple.data.clips.CsvFile;
import org.dapple.experiment.study.Cell;
import org.dapple.experiment.study.StudyFolder;
import org.dapple.experiment.study.StudyResults;
import org.dapple.experiment.study.StudyStatistics;
import org.dapple.experiment.study.cost.StudyCosts;

/**
 * A study's numbers for programs. All files but {@code costs.csv} are the same to the last byte, however often the
 * study was interrupted and however its cells were shared out.
 *
 * @param folder to write to
 * @param results the scores
 * @param statistics their comparisons
 */
record StudyCsv(StudyFolder folder, StudyResults results, StudyStatistics statistics) {
    /** Writes {@code results.json} and the CSV files of scores, comparisons, cells, curves and few-shot curves. */
    void write(String summary) throws IOException {
        StudyRows rows = new StudyRows(results, statistics);
        write("scores.csv", rows.scores());
        write("comparisons.csv", rows.comparisons());
        write("cells.csv", rows.cells());
        write("curves.csv", rows.curves());
        if (results.study().evaluation().fewShot()) {
            write("few-shot.csv", rows.shots());
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(FileFormat.KEY, 1L);
        tree.put("study", results.study().name());
        tree.put("cells", results.study().cells().size());
        tree.put("missing", results.missing().stream().map(Cell::name).toList());
        tree.put("complete", results.complete());
        tree.put("summary", summary);
        tree.put("scores", trees(rows.scores()));
        tree.put("comparisons", trees(rows.comparisons()));
        Json.write(folder.root().resolve("results.json"), tree);
    }

    /** Writes {@code costs.csv}, whose numbers are measured. */
    void write(StudyCosts costs) throws IOException {
        write("costs.csv", StudyRows.of(costs));
    }

    private void write(String name, List<List<Object>> rows) throws IOException {
        List<String> header = rows.get(0).stream().map(String::valueOf).toList();
        CsvFile.write(folder.root().resolve(name), header, rows.stream().skip(1));
    }

    /** Rows as objects, with the header as keys. */
    private static List<Map<String, Object>> trees(List<List<Object>> rows) {
        List<Map<String, Object>> trees = new ArrayList<>();
        for (List<Object> row : rows.subList(1, rows.size())) {
            Map<String, Object> tree = new LinkedHashMap<>();
            for (int column = 0; column < row.size(); column++) {
                if (!row.get(column).equals("")) {
                    tree.put(String.valueOf(rows.get(0).get(column)), row.get(column));
                }
            }
            trees.add(tree);
        }
        return trees;
    }
}

package org.dapple.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.dapple.eval.report.EvarLines.Line;
import org.junit.jupiter.api.Test;

class EvarLinesTest {

    @Test
    void areFiveColumnsWithTheirNames() {
        String csv = new EvarLines(List.of(
                        new Line("tiny", "gtzan", 22.0 / 29, "seed42", "Linear evaluation", ""),
                        new Line("a, \"b\"", "esc50", 0.5, "seed43", "Linear evaluation", "lr 0.00003, epochs 200")))
                .csv();
        assertEquals(
                "representation,task,score,run_id,report\n"
                        + "tiny,gtzan,0.7586206896551724,seed42,Linear evaluation: tiny_seed42 gtzan -> 0.75862\n"
                        + "\"a, \"\"b\"\"\",esc50,0.5,seed43,\"Linear evaluation: a, \"\"b\"\"_seed43 esc50 -> 0.50000\n"
                        + "lr 0.00003, epochs 200\"\n",
                csv);
    }

    @Test
    void scoresAreShares() {
        assertThrows(IllegalArgumentException.class, () -> new Line("e", "t", 75.9, "1", "p", ""));
    }
}

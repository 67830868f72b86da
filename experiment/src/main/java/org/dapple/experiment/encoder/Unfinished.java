package org.dapple.experiment.encoder;

import java.io.IOException;
import java.util.Optional;
import org.dapple.core.run.RunDirectory;
import org.dapple.train.Catalogues;
import org.dapple.train.RunSummary;

/** What people should know who use the encoder of a run that has not come to its end. */
public final class Unfinished {
    private Unfinished() {}

    /** One sentence; empty if all steps are done. */
    public static Optional<String> of(RunDirectory run) throws IOException {
        RunSummary summary = RunSummary.of(run, Catalogues.standard());
        return summary.done() >= summary.all()
                ? Optional.empty()
                : Optional.of(run.root() + " has done " + summary.done() + " of " + summary.all()
                        + " steps: its encoder is that of the newest checkpoint.");
    }
}

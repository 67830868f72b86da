package org.dapple.experiment.encoder;

import java.io.IOException;
import java.util.Optional;
import org.dapple.core.run.RunDirectory;
import org.dapple.train.Catalogues;
import org.dapple.train.RunSummary;

/** A warning for encoders of unfinished runs. */
public final class Unfinished {
    private Unfinished() {}

    /**
     * Looks at a run.
     *
     * @param run the run
     * @return the warning, one sentence; empty if all steps are done
     * @throws IOException if the run's files cannot be read
     */
    public static Optional<String> of(RunDirectory run) throws IOException {
        RunSummary summary = RunSummary.of(run, Catalogues.standard());
        return summary.done() >= summary.all()
                ? Optional.empty()
                : Optional.of(run.root() + " has done " + summary.done() + " of " + summary.all()
                        + " steps: the encoder comes from the newest checkpoint.");
    }
}

package org.dapple.experiment.study;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.dapple.core.files.BusyException;
import org.dapple.core.files.WorkLock;
import org.dapple.core.run.Watch;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Heard;
import org.dapple.data.store.Corpus;
import org.dapple.data.task.DownstreamTask;
import org.dapple.train.PretrainingJob;
import org.dapple.train.record.TrainingFailedException;

/**
 * Runs a study: trains each cell and tests it, until nothing is left that this process can do. Every result is written
 * to the study's folder at once, so the process may be killed at any moment.
 */
public final class Study {
    private static final int MOST_SOUNDS = 100;

    private final StudyConfig config;
    private final StudyFolder folder;
    private final Watch watch;
    private final NDManager manager;
    private final StudyData data;
    private final StudyContents contents;
    private final Testing testing;
    private final List<Entrant> entrants;
    private final List<String> failures = new ArrayList<>();

    /** How work on a cell ended. */
    private enum Work {
        DONE,
        BUSY,
        FAILED,
        STOPPED
    }

    /**
     * Opens a study. Nothing is trained yet.
     *
     * @param config models, maskings, seeds and tasks
     * @param folder where it is kept
     * @param watch follows the work
     * @param manager its device computes
     * @throws IOException if the tasks cannot be read
     * @throws org.dapple.core.settings.ConfigurationException if a task or its data cannot be used
     */
    public Study(StudyConfig config, StudyFolder folder, Watch watch, NDManager manager) throws IOException {
        this.config = config;
        this.folder = folder;
        this.watch = watch;
        this.manager = manager;
        this.data = new StudyData(config, folder, watch);
        List<DownstreamTask> tasks = config.evaluation().tasks(data.sounds(), watch);
        tasks.forEach(config.evaluation().job(folder.results(), folder.results())::check);
        this.contents = new StudyContents(data);
        this.testing = new Testing(config, folder, tasks, contents, watch, manager);
        this.entrants = Entrant.of(config.cells(), config.evaluation().baselines());
    }

    /**
     * Works on the cells of a shard until all are done, or other processes work on the remaining ones.
     *
     * @param shard which cells
     * @return false if stopping was requested before the end
     * @throws IOException if files cannot be read or written
     * @throws CancellationException if a test was interrupted
     */
    public boolean run(Shard shard) throws IOException {
        List<Cell> left = new ArrayList<>();
        for (int i = 0; i < config.cells().size(); i++) {
            if (shard.has(i)) {
                left.add(config.cells().get(i));
            }
        }
        boolean moved = true;
        while (moved && !left.isEmpty()) {
            moved = false;
            for (Cell cell : List.copyOf(left)) {
                Work work = work(cell);
                if (work == Work.STOPPED) {
                    return false;
                }
                if (work != Work.BUSY) {
                    left.remove(cell);
                    moved = true;
                }
            }
        }
        left.forEach(cell -> watch.say("Another process is working on " + cell.name() + "."));
        return true;
    }

    private Work work(Cell cell) throws IOException {
        List<Entrant> own =
                entrants.stream().filter(entrant -> entrant.cell().equals(cell)).toList();
        CellWork work = new CellWork(config, cell, folder.run(cell), watch);
        if (WorkLock.isTaken(work.run().root())) {
            return Work.BUSY;
        }
        if (areDone(own)) {
            prune(work); // an earlier process may have been killed before it did this
            return Work.DONE;
        }
        watch.say("\n" + cell.name() + " (" + (config.cells().indexOf(cell) + 1) + " of "
                + config.cells().size() + ")");
        work.requireSameData(contents.training());
        List<Corpus> corpora = data.corpora(cell, contents, manager);
        try {
            for (Entrant entrant : own) {
                if (entrant.kind() == Entrant.Kind.STATISTICS) {
                    testing.statistics(
                            entrant, data.heard(corpora)); // finds heard test clips before anything is trained
                }
            }
            if (!work.train(corpora, contents.training(), manager)) {
                return Work.STOPPED;
            }
            return WorkLock.holding(work.run().root(), () -> {
                test(own, work, work.job(corpora));
                prune(work);
                return watch.stopRequested() ? Work.STOPPED : Work.DONE;
            });
        } catch (TrainingFailedException e) {
            failures.add(cell.name() + ": " + e.getMessage());
            return Work.FAILED; // the other cells do not depend on it
        } catch (BusyException e) {
            return Work.BUSY; // another process took it in the meantime
        }
    }

    private void test(List<Entrant> own, CellWork work, PretrainingJob job) throws IOException {
        Heard heard = Heard.of(work.run());
        for (Entrant entrant : own) {
            switch (entrant.kind()) {
                case STATISTICS -> {}
                case UNTRAINED -> testing.untrained(entrant, job);
                case TRAINED -> testing.trained(entrant, job, work.curve(job), heard);
            }
        }
    }

    private void prune(CellWork work) throws IOException {
        if (!config.evaluation().keepCheckpoints()) {
            work.prune();
        }
    }

    /** {@return a sentence for each cell whose training failed} */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    private boolean areDone(List<Entrant> some) throws IOException {
        for (Entrant entrant : some) {
            if (!testing.isDone(entrant)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The results so far.
     *
     * @return the scores of everything that was tested
     * @throws IOException if they cannot be read
     */
    public StudyResults results() throws IOException {
        return StudyResults.of(config, testing, entrants);
    }

    /** {@return some clips of the first task, to draw masks on the first that can be read} */
    public List<Path> sounds() {
        return testing.tasks().get(0).clips().stream()
                .limit(MOST_SOUNDS)
                .map(Clip::file)
                .toList();
    }
}

package org.dapple.experiment.study;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.store.Corpus;
import org.dapple.data.synthetic.SyntheticData;
import org.dapple.train.Catalogues;

/**
 * The settings of a study: what is pre-trained on which data, and how it is tested.
 *
 * @param name the report's title
 * @param sounds synthetic sounds to train on; empty if there are corpora
 * @param data the corpora to train on; empty if there are sounds
 * @param cells the pre-training runs, seed by seed, so that a study that is stopped early has every strategy
 * @param evaluation how encoders are tested
 * @param written the data as written in the study's file, to identify it independently of its location
 */
public record StudyConfig(
        String name,
        Optional<SyntheticData> sounds,
        List<Corpus> data,
        List<Cell> cells,
        StudyEvaluation evaluation,
        Map<String, Object> written) {
    private static final List<String> KEYS =
            List.of("name", "data", "synthetic", "pretrain", "models", "masks", "seeds", "cells", "evaluate");

    /** Copies the lists. */
    public StudyConfig {
        data = List.copyOf(data);
        cells = List.copyOf(cells);
        ConfigurationException.require(
                sounds.isPresent() == data.isEmpty(), "data", "be given, or else synthetic", data);
    }

    /**
     * Reads a study.
     *
     * @param settings the tree of its file
     * @param base the file's folder, from which relative paths start
     * @param catalogues the strategies and models that it may name
     * @return the study
     * @throws ConfigurationException naming the key of a wrong value or an unknown key
     */
    public static StudyConfig read(Settings settings, Path base, Catalogues catalogues) {
        Map<String, Object> written = new LinkedHashMap<>(settings.unread());
        written.keySet().retainAll(List.of("data", "synthetic"));
        Settings names = new Settings(settings.unread());
        KEYS.forEach(names::has);
        names.done(); // reports a misspelt key itself, before the key that is then missing
        StudyConfig study = new StudyConfig(
                settings.text("name", "Masking study"),
                settings.has("synthetic")
                        ? Optional.of(settings.nested("synthetic", SyntheticData::read))
                        : Optional.empty(),
                corpora(settings, base),
                StudyCells.read(settings, base, catalogues),
                settings.nested("evaluate", section -> StudyEvaluation.read(section, base)),
                written);
        settings.done();
        return study;
    }

    private static List<Corpus> corpora(Settings settings, Path base) {
        List<Corpus> corpora;
        if (settings.isSection("data")) {
            corpora = List.of(settings.nested("data", Corpus::read));
        } else if (settings.isList("data")) {
            corpora = settings.list("data", Corpus::read);
        } else if (settings.has("data")) {
            corpora = List.of(new Corpus(Path.of(settings.text("data", "")), "", List.of()));
        } else {
            corpora = List.of();
        }
        return corpora.stream()
                .map(corpus -> new Corpus(base.resolve(corpus.path()), corpus.split(), corpus.folds(), corpus.weight()))
                .toList();
    }

    /** {@return the rows of the table, model by model} */
    public List<Strategy> strategies() {
        List<String> models = models();
        return models.stream()
                .flatMap(model -> cells.stream()
                        .map(Cell::strategy)
                        .filter(strategy -> strategy.model().equals(model))
                        .distinct())
                .toList();
    }

    /** {@return the pretext models, in the order of the file} */
    public List<String> models() {
        return cells.stream().map(cell -> cell.strategy().model()).distinct().toList();
    }

    /**
     * The runs of one strategy.
     *
     * @param strategy the strategy
     * @return its cells, one for each seed
     */
    public List<Cell> cells(Strategy strategy) {
        return cells.stream().filter(cell -> cell.strategy().equals(strategy)).toList();
    }
}

package org.dapple.experiment.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.train.Catalogues;
import org.dapple.train.PretrainingConfig;

/**
 * The cells of a study, each built from common settings, a model, a masking and a seed.
 *
 * @param common settings of all runs
 * @param models settings that each pretext model adds
 * @param masks settings of each masking, for the section {@code masking}
 * @param base the folder from which relative paths start
 * @param catalogues the strategies and models that settings may name
 */
record StudyCells(
        Map<String, Object> common, List<Variant> models, List<Variant> masks, Path base, Catalogues catalogues) {
    /** Two seconds. A length chosen from the data would have to be known before there is a run. */
    private static final int USUAL_CROP_FRAMES = 208;

    /** A choice of cells. */
    private record Choice(List<String> models, List<String> masks, List<Long> seeds) {
        static Choice read(Settings settings) {
            return new Choice(
                    Words.list(settings, "models"),
                    Words.list(settings, "masks"),
                    Words.wholeNumbers(settings, "seeds"));
        }
    }

    static List<Cell> read(Settings settings, Path base, Catalogues catalogues) {
        Map<String, Object> common = Words.section(settings, "pretrain");
        List<Variant> models = Variant.read(settings, "models");
        if (models.isEmpty()) {
            String name = String.valueOf(common.getOrDefault("pretext", "mae"));
            models = List.of(new Variant(name, name, Map.of()));
        }
        List<Variant> masks = Variant.read(settings, "masks");
        ConfigurationException.require(!masks.isEmpty(), "masks", "name at least one masking strategy", masks);
        List<Long> seeds = Words.wholeNumbers(settings, "seeds");
        ConfigurationException.require(!seeds.isEmpty(), "seeds", "have at least one seed, as in [1, 2, 3]", seeds);
        ConfigurationException.require(Set.copyOf(seeds).size() == seeds.size(), "seeds", "differ", seeds);
        List<Choice> choices = settings.isList("cells")
                ? settings.list("cells", Choice::read)
                : List.of(new Choice(List.of(), List.of(), List.of()));
        ConfigurationException.require(
                settings.isList("cells") || settings.text("cells", "all").equals("all"),
                "cells",
                "be all, or a list of sections with models, masks and seeds",
                settings.text("cells", ""));
        return new StudyCells(common, models, masks, base, catalogues).chosen(choices, seeds);
    }

    private List<Cell> chosen(List<Choice> choices, List<Long> seeds) {
        List<Cell> cells = new ArrayList<>();
        for (long seed : seeds) {
            for (Variant model : models) {
                for (Variant mask : masks) {
                    if (choices.stream().anyMatch(choice -> isOf(choice, model, mask, seed))) {
                        cells.add(new Cell(new Strategy(model.name(), mask.name()), seed, config(model, mask, seed)));
                    }
                }
            }
        }
        ConfigurationException.require(!cells.isEmpty(), "cells", "choose at least one run", choices);
        Set<String> folders = new LinkedHashSet<>();
        Entrant.baselines(cells).forEach(name -> folders.add(name.toLowerCase(Locale.ROOT)));
        for (Cell cell : cells) {
            if (!folders.add(cell.name().toLowerCase(Locale.ROOT))) {
                throw new ConfigurationException(
                        "models",
                        "and masks must give each run a name of its own, ignoring case and apart from the names of the"
                                + " baselines; two are called " + cell.name());
            }
        }
        return cells;
    }

    private boolean isOf(Choice choice, Variant model, Variant mask, long seed) {
        return Variant.chosen(models, choice.models, "cells.models").contains(model)
                && Variant.chosen(masks, choice.masks, "cells.masks").contains(mask)
                && (choice.seeds.isEmpty() || choice.seeds.contains(seed));
    }

    private PretrainingConfig config(Variant model, Variant mask, long seed) {
        Map<String, Object> tree = new LinkedHashMap<>(Map.of("crop_frames", USUAL_CROP_FRAMES));
        tree.putAll(Words.merged(common, model.settings()));
        for (String decided : List.of("seed", "data", "max_minutes")) {
            if (tree.containsKey(decided)) {
                throw new ConfigurationException(
                        "pretrain." + decided, "cannot be set here, because the study decides it");
            }
        }
        tree.put("seed", seed);
        tree.put("masking", Words.merged(Words.tree(tree.getOrDefault("masking", Map.of())), mask.settings()));
        if (tree.get("init") instanceof Map<?, ?> init && init.get("from") instanceof String from) {
            tree.put("init", Map.of("from", base.resolve(from).toString()));
        }
        try {
            PretrainingConfig config = PretrainingConfig.read(new Settings(tree), catalogues);
            ConfigurationException.require(
                    config.input().cropFrames().isPresent(), "crop_frames", "be a number in a study", "auto");
            return config;
        } catch (ConfigurationException e) {
            throw located(e, model, mask);
        }
    }

    /** The same refusal, under the key of the study's file. */
    private static ConfigurationException located(ConfigurationException refusal, Variant model, Variant mask) {
        String key = refusal.key();
        String problem = String.valueOf(refusal.getMessage()).substring(key.length() + 1);
        String first = key.replaceFirst("\\..*", "");
        if (key.startsWith("masking.") && mask.settings().containsKey(key.split("\\.", -1)[1])) {
            return new ConfigurationException("masks." + mask.name() + key.substring("masking".length()), problem);
        }
        String section = model.settings().containsKey(first) ? "models." + model.name() : "pretrain";
        return new ConfigurationException(section + "." + key, problem);
    }
}

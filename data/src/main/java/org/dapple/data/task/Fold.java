package org.dapple.data.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import org.dapple.core.run.Seeds;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Manifest;
import org.dapple.data.clips.RowCounts;
import org.dapple.data.clips.SkippedClip;
import org.dapple.data.clips.SplitName;
import org.jspecify.annotations.Nullable;

/**
 * A division of clips into training, validation and test parts.
 *
 * @param name {@code test}, or the held-out fold
 * @param train positions in the list of clips
 * @param valid positions in the list of clips; none if the probe needs no validation
 * @param drawn whether the validation part was drawn from the training part, because the set has none
 * @param test positions in the list of clips
 */
public record Fold(String name, List<Integer> train, List<Integer> valid, boolean drawn, List<Integer> test) {
    private static final int DRAWN_OF = 10;
    private static final int MOST_DRAWS = 100;

    /** Refuses a fold without training or test clips. */
    public Fold {
        train = List.copyOf(train);
        valid = List.copyOf(valid);
        test = List.copyOf(test);
        if (train.isEmpty() || test.isEmpty()) {
            throw new ConfigurationException(
                    "data",
                    "must leave clips to train and test on; fold " + name + " has " + train.size() + " and "
                            + test.size());
        }
    }

    /**
     * A division with the set's own validation part.
     *
     * @param name {@code test}, or the held-out fold
     * @param train positions in the list of clips
     * @param valid positions in the list of clips
     * @param test positions in the list of clips
     */
    public Fold(String name, List<Integer> train, List<Integer> valid, List<Integer> test) {
        this(name, train, valid, false, test);
    }

    /**
     * The folds of a manifest: one for a {@code split} column with train, test and optionally valid, otherwise one for
     * each value of the {@code fold} column. If there is no validation part, {@code validation} decides how a tenth of
     * the training clips is drawn. Stratified: at least one clip of every class, and all or no clips of a source
     * (column {@code source}), unless every class has only one source. Drawn, as in the reference: from all clips
     * together, again until every class occurs. None: all clips are used for training.
     *
     * @param clips the clips, all labelled
     * @param seeds seeds of the draw
     * @param validation how to draw a missing validation part
     * @return at least one fold
     * @throws ConfigurationException if the manifest has neither column
     */
    public static List<Fold> of(List<Clip> clips, Seeds seeds, Validation validation) {
        Set<String> splits = new Manifest(clips).values(Clip::split);
        Set<String> folds = new Manifest(clips).values(Clip::fold);
        if (areSplit(splits)) {
            List<Integer> valid = where(clips, clip -> "valid".equals(clip.split()));
            List<Integer> train = where(clips, clip -> "train".equals(clip.split()));
            List<Integer> test = where(clips, clip -> "test".equals(clip.split()));
            return List.of(
                    valid.isEmpty()
                            ? withValidation(
                                    "test", clips, train, test, seeds.host(Seeds.Purpose.PROBE, 0, 0), validation)
                            : new Fold("test", train, valid, test));
        }
        if (folds.size() < 2) {
            throw new ConfigurationException(
                    "data",
                    "must have a column split with train and test, or a column fold with at least two folds; there are "
                            + (splits.isEmpty() ? "no splits" : "the splits " + String.join(", ", splits)) + " and "
                            + (folds.isEmpty() ? "no folds" : "the fold " + String.join(", ", folds)));
        }
        List<Fold> result = new ArrayList<>();
        for (String held : folds) {
            List<Integer> test = where(clips, clip -> held.equals(clip.fold()));
            List<Integer> train = where(clips, clip -> clip.fold() != null && !held.equals(clip.fold()));
            SplittableRandom random = seeds.host(Seeds.Purpose.PROBE, result.size(), 0);
            result.add(withValidation(held, clips, train, test, random, validation));
        }
        return result;
    }

    /**
     * Whether clips have folds that are ignored because they also have splits.
     *
     * @param clips all clips
     * @return true if there are splits and at least two folds
     */
    public static boolean ignoresFolds(List<Clip> clips) {
        Manifest manifest = new Manifest(clips);
        return areSplit(manifest.values(Clip::split))
                && manifest.values(Clip::fold).size() > 1;
    }

    private static boolean areSplit(Set<String> splits) {
        return splits.contains("train") && splits.contains("test");
    }

    /**
     * Counts the clips that some fold uses, and the others.
     *
     * @param clips all clips
     * @param skipped clips that could not be read
     * @return the counts; clips with another split than train, valid and test, or without a fold, are left out
     */
    public static RowCounts rows(List<Clip> clips, List<SkippedClip> skipped) {
        return RowCounts.of(clips, leftOut(clips), skipped);
    }

    /**
     * The clips that some fold uses.
     *
     * @param clips all clips
     * @return the used clips, in order; all clips if there are neither splits nor folds
     */
    public static List<Clip> used(List<Clip> clips) {
        Function<Clip, @Nullable String> reason = leftOut(clips);
        return clips.stream().filter(clip -> reason.apply(clip) == null).toList();
    }

    private static Function<Clip, @Nullable String> leftOut(List<Clip> clips) {
        if (areSplit(new Manifest(clips).values(Clip::split))) {
            return clip -> {
                String split = clip.split();
                return split == null ? "no split" : SplitName.isUsual(split) ? null : "split " + split;
            };
        }
        boolean folds = clips.stream().anyMatch(clip -> clip.fold() != null);
        return clip -> folds && clip.fold() == null ? "no fold" : null;
    }

    private static Fold withValidation(
            String name,
            List<Clip> clips,
            List<Integer> train,
            List<Integer> test,
            SplittableRandom random,
            Validation validation) {
        return switch (validation) {
            case STRATIFIED -> withStratifiedValidation(name, clips, train, test, random);
            case DRAWN -> withDrawnValidation(name, clips, train, test, random);
            case NONE -> new Fold(name, train, List.of(), test);
        };
    }

    private static Fold withDrawnValidation(
            String name, List<Clip> clips, List<Integer> train, List<Integer> test, SplittableRandom random) {
        int wanted = (train.size() + DRAWN_OF - 1) / DRAWN_OF; // rounded up, as in the reference
        long classes = classes(clips, train);
        for (int draw = 0; draw < MOST_DRAWS; draw++) {
            List<Integer> kept = new ArrayList<>(train);
            List<Integer> valid = new ArrayList<>();
            for (int i = 0; i < wanted; i++) {
                valid.add(kept.remove(random.nextInt(kept.size())));
            }
            if (classes(clips, valid) == classes) {
                return new Fold(name, kept, valid, true, test);
            }
        }
        throw new ConfigurationException(
                "data",
                "must have more clips of its rarest class, or a split valid: in " + MOST_DRAWS
                        + " draws of a tenth of fold " + name + " some of the " + classes + " classes never occurred");
    }

    private static long classes(List<Clip> clips, List<Integer> positions) {
        return positions.stream().map(i -> clips.get(i).label()).distinct().count();
    }

    private static Fold withStratifiedValidation(
            String name, List<Clip> clips, List<Integer> train, List<Integer> test, SplittableRandom random) {
        ValidationDraw drawn = new ValidationDraw(clips, train, random);
        if (drawn.valid().isEmpty()) {
            throw new ConfigurationException(
                    "data",
                    "must leave clips to validate on; fold " + name + " has none"
                            + " (give at least two training clips of some class, or a split valid; knn needs neither)");
        }
        return new Fold(name, drawn.train(), drawn.valid(), true, test);
    }

    private static List<Integer> where(List<Clip> clips, Predicate<Clip> condition) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < clips.size(); i++) {
            if (condition.test(clips.get(i))) {
                positions.add(i);
            }
        }
        return positions;
    }
}

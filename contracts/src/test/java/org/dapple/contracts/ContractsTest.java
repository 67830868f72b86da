package org.dapple.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.KaldiFbank;
import org.dapple.core.frontend.LogMel;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.ops.Precision;
import org.dapple.core.run.Watch;
import org.dapple.core.settings.Settings;
import org.dapple.data.clips.Clip;
import org.dapple.data.clips.Manifest;
import org.dapple.data.synthetic.SyntheticData;
import org.dapple.data.task.DownstreamTask;
import org.dapple.masking.MaskInput;
import org.dapple.masking.MaskingStrategies;
import org.dapple.masking.MaskingStrategy;
import org.dapple.models.layers.ViTConfig;
import org.dapple.models.pretext.MaskedAutoencoder;
import org.dapple.models.pretext.PretextModel;
import org.dapple.models.pretext.PretextRecipe;
import org.dapple.models.pretext.PretextRecipes;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that Dapple has keeps its contracts, and each contract sees who breaks it. */
class ContractsTest extends WithManager {
    @TempDir
    Path folder;

    private static List<String> failed(Contract contract) {
        return contract.findings().stream()
                .filter(finding -> finding.problem().isPresent())
                .map(Contract.Finding::name)
                .toList();
    }

    @Test
    void everyStrategyKeepsItsContract() {
        for (String name : MaskingStrategies.standard().names()) {
            MaskingStrategy strategy = MaskingStrategies.standard().read(new Settings(Map.of("strategy", name)));
            MaskingContract.check(strategy, manager).require();
        }
    }

    @Test
    void strategiesThatBreakItAreSeen() {
        MaskingStrategy random = MaskingStrategies.standard().read(new Settings(Map.of("strategy", "random")));
        MaskingStrategy twice = input -> {
            PatchMask mask = random.mask(input);
            return new PatchMask(mask.ids().mul(0), mask.visibleCount());
        };
        Contract contract = MaskingContract.check(twice, manager);
        assertTrue(failed(contract).get(0).startsWith("rows are permutations on 5 x 38"), contract.toString());
        assertTrue(assertThrows(AssertionError.class, contract::require)
                .getMessage()
                .contains("names a patch twice"));

        MaskingStrategy seeding = input -> {
            Engine.getInstance().setRandomSeed(1);
            return random.mask(input);
        };
        AtomicInteger asked = new AtomicInteger();
        List<String> ownRandomness = List.of("randomness comes from the engine's generator");
        assertEquals(
                ownRandomness,
                failed(MaskingContract.check(input -> rolled(random.mask(input), asked.incrementAndGet()), manager)));
        assertEquals(ownRandomness, failed(MaskingContract.check(seeding, manager)));
        assertEquals(
                List.of("several masks of a clip"),
                failed(MaskingContract.check(
                        input -> random.mask(new MaskInput(input.spectrograms(), input.grid(), 0)), manager)));
        assertFalse(MaskingContract.check(
                        input -> {
                            input.spectrograms().muli(2);
                            return random.mask(input);
                        },
                        manager)
                .isKept());
        assertFalse(MaskingContract.check(
                        input -> new PatchMask(
                                random.mask(input).ids(), input.grid().count()),
                        manager)
                .isKept());
    }

    /** The same rows with other patches: another mask for every number. */
    private static PatchMask rolled(PatchMask mask, int shift) {
        return mask.patches() == 1
                ? mask
                : new PatchMask(
                        mask.ids()
                                .add(shift)
                                .toType(mask.ids().getDataType(), false)
                                .mod(mask.patches()),
                        mask.visibleCount());
    }

    @Test
    void everyFrontEndKeepsItsContract() {
        for (FrontEnd frontEnd : List.of(LogMel.standard(), LogMel.at(32000), KaldiFbank.standard())) {
            FrontEndContract.check(frontEnd, manager).require();
        }
    }

    @Test
    void frontEndsThatBreakItAreSeen() {
        FrontEnd wrong = new Forwarding(LogMel.standard()) {
            @Override
            public int frames(int samples) {
                return super.frames(samples) + 1;
            }

            @Override
            public float silence() {
                return 3;
            }
        };
        assertEquals(
                List.of("frames are counted as they are made", "silence"),
                failed(FrontEndContract.check(wrong, manager)));
        FrontEnd edgeless = new Forwarding(LogMel.standard()) {
            @Override
            public int edgeFrames() {
                return 0;
            }
        };
        assertEquals(
                List.of("the inner frames of a piece are those of the whole"),
                failed(FrontEndContract.check(edgeless, manager)));
        FrontEnd normalising = new Forwarding(LogMel.standard()) {
            @Override
            public NDArray apply(NDArray waveforms) {
                return super.apply(waveforms.div(waveforms.abs().max()));
            }
        };
        assertTrue(failed(FrontEndContract.check(normalising, manager))
                .contains("a spectrogram does not depend on its batch, and is finite"));
    }

    /** All as another front end has it. */
    private abstract static class Forwarding implements FrontEnd {
        private final FrontEnd of;

        Forwarding(FrontEnd of) {
            this.of = of;
        }

        @Override
        public int sampleRate() {
            return of.sampleRate();
        }

        @Override
        public int bands() {
            return of.bands();
        }

        @Override
        public int frames(int samples) {
            return of.frames(samples);
        }

        @Override
        public int samples(int frames) {
            return of.samples(frames);
        }

        @Override
        public int hop() {
            return of.hop();
        }

        @Override
        public int edgeFrames() {
            return of.edgeFrames();
        }

        @Override
        public float silence() {
            return of.silence();
        }

        @Override
        public NDArray apply(NDArray waveforms) {
            return of.apply(waveforms);
        }
    }

    @Test
    void everyRecipeKeepsItsContract() {
        for (String name : PretextRecipes.standard().names()) {
            PretextRecipe recipe = PretextRecipes.standard()
                    .read(new Settings(Map.of("pretext", name, "model", Map.of("width", 16, "depth", 1, "heads", 2))));
            PretextContract.check(recipe, manager).require();
        }
    }

    @Test
    void recipesThatBreakItAreSeen() {
        ViTConfig small = new ViTConfig(16, 1, 2);
        PretextRecipe sound = new MaskedAutoencoder.Recipe(small, small, true);
        PretextRecipe larger = new PretextRecipe() {
            @Override
            public ViTConfig encoder() {
                return new ViTConfig(32, 1, 2);
            }

            @Override
            public PretextModel model(PatchGrid grid, Precision precision) {
                return sound.model(grid, precision);
            }
        };
        assertEquals(List.of("the encoder has the size of the recipe"), failed(PretextContract.check(larger, manager)));
    }

    @Test
    void tasksAreChecked() throws IOException {
        Path manifest = new SyntheticData(1, 2, 1, 1).write(folder, Watch.silent());
        List<Clip> clips = Manifest.read(manifest).clips();
        TaskContract.check(DownstreamTask.of("synthetic", clips, 1)).require();
        List<Clip> changed = new ArrayList<>();
        for (Clip clip : clips) {
            Path file = changed.isEmpty() ? folder.resolve("none.wav") : clip.file();
            boolean test = "test".equals(clip.split());
            String label = test && changed.size() == clips.size() - 1 ? "unknown" : clip.label();
            changed.add(new Clip(clip.filename(), file, label, null, clip.split(), "one"));
        }
        assertEquals(
                List.of(
                        "every file exists",
                        "every tested label can be learned",
                        "no source is on both sides of a split"),
                failed(TaskContract.check(DownstreamTask.of("changed", changed, 1))));
    }
}

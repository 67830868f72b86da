package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.audio.Audio;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.data.audio.WavFile;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.masking.DispersionWeightedMasking;
import org.dapple.masking.HintSchedule;
import org.dapple.masking.MaskInput;
import org.dapple.masking.MaskingStrategy;
import org.dapple.masking.SelfGuidedMasking;
import org.dapple.masking.TokenFeatures;
import org.dapple.masking.partition.Partition;
import org.dapple.models.encoder.AudioEncoder;
import org.dapple.models.encoder.EncoderZoo;
import org.dapple.train.finetune.FineTunedClassifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command and snippet of the documents works; the models are made small so that they do so quickly. */
class DocumentationTest {
    private static final Path ROOT = Path.of(System.getProperty("dapple.root", ".."));
    private static final Set<String> PATH_OPTIONS = Set.of(
            "--data",
            "--data-root",
            "--out",
            "--run",
            "--json",
            "--report",
            "--audio",
            "--resume",
            "--config",
            "--encoder",
            "--predictions");
    private static final List<String> SMALL = List.of(
            "model.width=24",
            "model.depth=1",
            "model.heads=2",
            "decoder.width=16",
            "decoder.depth=1",
            "decoder.heads=2",
            "max_steps=4");
    /** Its decoder has convolutions instead. */
    private static final List<String> SMALL_DATA2VEC2 = List.of(
            "model.width=24", "model.depth=1", "model.heads=2", "decoder.depth=1", "decoder.groups=8", "max_steps=4");

    @TempDir
    Path folder;

    /** Where the snippets come from. */
    private static final List<String> SOURCES = List.of(
            "cli/src/test/java/org/dapple/cli/DocumentationTest.java",
            "cli/src/test/java/org/dapple/cli/ExtensionsTest.java",
            "examples/own-masking-strategy/src/main/java/example/LoudestMasking.java",
            "examples/own-masking-strategy/src/main/java/example/OwnMaskingStrategy.java");

    /** In this order, because later documents use what earlier ones made. */
    private static final List<String> DOCUMENTS = List.of(
            "README.md",
            "docs/concepts.md",
            "docs/masking.md",
            "docs/models/mae.md",
            "docs/models/m2d.md",
            "docs/models/data2vec2.md",
            "docs/weights.md",
            "docs/training.md",
            "docs/data.md",
            "docs/performance.md",
            "docs/evaluation.md",
            "docs/finetuning.md",
            "docs/study.md",
            "docs/gpu.md",
            "docs/troubleshooting.md");

    @Test
    void theCommandsOfAllDocumentsWork() throws IOException, ModelException, TranslateException {
        Files.copy(ROOT.resolve("models/src/test/resources/weights/m2d-small.pth"), folder.resolve("weights.pth"));
        DatasetsTest.esc50(folder.resolve("ESC-50-master"), 2000);
        for (String document : DOCUMENTS) {
            List<String> commands = commands(Files.readString(ROOT.resolve(document)));
            assertFalse(commands.isEmpty(), document);
            for (String command : commands) {
                CommandLineTest.Run run = CommandLineTest.run(prepared(command));
                assertEquals(0, run.code(), document + ": " + command + "\n" + run.printed());
            }
        }
        Path sound = folder.resolve("sound.wav");
        WavFile.write(sound, new SyntheticCorpus(1).clip(3));
        float[] embedding = embed(folder.resolve("runs/first/encoder"), sound);
        assertEquals(5 * 24, embedding.length);
        float[] samples = AudioReader.standard().read(sound).samples();
        assertArrayEquals(embedding, predict(folder.resolve("runs/first/encoder"), samples), 1e-6f);
        assertFalse(classify(folder.resolve("finetuned/seed-42/test"), samples).isEmpty());
    }

    /** Files move; the documents that lead to them must follow. */
    @Test
    void everyLinkLeadsToAFile() throws IOException {
        Pattern link = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
        List<String> broken = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Path> documents = files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .toList();
            assertTrue(documents.size() > 20, documents.toString());
            for (Path document : documents) {
                Matcher links = link.matcher(Files.readString(document));
                while (links.find()) {
                    String target = links.group(1);
                    if (!target.startsWith("http") && !Files.exists(document.resolveSibling(target))) {
                        broken.add(document + ": " + target);
                    }
                }
            }
        }
        assertEquals(List.of(), broken);
    }

    @Test
    void everySnippetIsCompiled() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String source : SOURCES) {
            sources.append(squeezed(Files.readString(ROOT.resolve(source)))).append('\n');
        }
        List<String> documents = new ArrayList<>(DOCUMENTS);
        documents.add("docs/extending.md");
        int found = 0;
        for (String document : documents) {
            Matcher snippets = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(ROOT.resolve(document)));
            while (snippets.find()) {
                assertTrue(sources.indexOf(squeezed(snippets.group(1))) >= 0, document + ": " + snippets.group(1));
                found++;
            }
        }
        assertEquals(17, found);
        Matcher pom = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")));
        assertTrue(pom.find());
        assertTrue(squeezed(Files.readString(ROOT.resolve("examples/audio-embeddings/pom.xml")))
                .contains(squeezed(pom.group(1))));
        mask();
        severalMasks();
    }

    /** Every preset is read, and what is printed of it is read back as the same. */
    @Test
    void presetsAreSound() throws IOException {
        try (Stream<Path> presets = Files.list(ROOT.resolve("presets"))) {
            for (Path preset : presets.toList()) {
                Path printed = folder.resolve("printed.yaml");
                boolean tuning = preset.getFileName().toString().startsWith("finetune-");
                String command = tuning ? "finetune" : "pretrain";
                String first = printedConfig(command, preset);
                Files.writeString(printed, first);
                assertEquals(first, printedConfig(command, printed), preset + "");
                assertTrue(first.contains(tuning ? "optimizer: " : "pretext: "), first);
            }
        }
    }

    private static String printedConfig(String command, Path file) {
        CommandLineTest.Run run = CommandLineTest.run(command, "--config", file.toString(), "--print-config");
        assertEquals(0, run.code(), run.printed());
        return run.printed();
    }

    @Test
    void everyDocumentIsTested() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            List<String> withCommands = files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.startsWith(ROOT.resolve("docs/results"))) // hours of computing
                    .filter(file -> !commands(read(file)).isEmpty())
                    .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
                    .toList();
            assertTrue(DOCUMENTS.containsAll(withCommands), withCommands + " are not all among " + DOCUMENTS);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] embed(Path folder, Path sound) throws IOException {
        float[] samples = AudioReader.standard().read(sound).samples(); // mono, 16 kHz, whatever the file has
        try (NDManager manager = NDManager.newBaseManager();
                AudioEncoder encoder = AudioEncoder.load(folder, manager)) { // runs/first/encoder
            NDArray waveforms = manager.create(samples).expandDims(0); // [B, S] at 16 kHz
            NDArray embeddings = encoder.embed(waveforms); // [B, F · D]
            return embeddings.toFloatArray();
        }
    }

    private static float[] predict(Path folder, float[] samples)
            throws IOException, ModelException, TranslateException {
        Criteria<Audio, float[]> criteria = Criteria.builder()
                .setTypes(Audio.class, float[].class)
                .optModelZoo(new EncoderZoo(folder))
                .build();
        try (ZooModel<Audio, float[]> model = criteria.loadModel();
                Predictor<Audio, float[]> predictor = model.newPredictor()) {
            return predictor.predict(new Audio(samples, 16000, 1));
        }
    }

    private static String classify(Path folder, float[] samples) throws IOException {
        try (NDManager manager = NDManager.newBaseManager();
                FineTunedClassifier classifier = FineTunedClassifier.load(folder, manager)) { // finetuned/seed-42/test
            NDArray waveforms = manager.create(samples).expandDims(0); // [B, S] at 16 kHz
            NDArray probabilities = classifier.predict(waveforms); // [B, C], in the order of classifier.labels()
            return classifier.labels().get((int) probabilities.argMax(1).getLong(0));
        }
    }

    private static void mask() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray spectrograms = manager.randomNormal(new Shape(2, 1, 80, 208));
            PatchGrid grid = PatchGrid.of(80, 208, 16, 16);
            MaskingStrategy strategy = new DispersionWeightedMasking(0.7, HintSchedule.constant(0.5));
            PatchMask mask = strategy.mask(new MaskInput(spectrograms, grid, 0)); // spectrograms [B, 1, 80, 208]
            NDArray visible = mask.visibleIds(); // int64 [B, V]
            assertEquals(new Shape(2, 19), visible.getShape());
        }
    }

    private static void severalMasks() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray spectrograms = manager.randomNormal(new Shape(2, 1, 80, 208));
            PatchGrid grid = PatchGrid.of(80, 208, 16, 16);
            TokenFeatures encoder = grid::patchify;
            MaskInput input =
                    new MaskInput(spectrograms, grid, 0.5, 16, encoder); // progress 0.5, 16 masks for each clip
            PatchMask mask = new SelfGuidedMasking(0.8, Partition.PCA, HintSchedule.constant(0.25)).mask(input);
            NDArray hidden = mask.binary(); // float32 [B · 16, L], 1 where masked
            assertEquals(new Shape(32, 65), hidden.getShape());
        }
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", " ").strip();
    }

    /** What follows {@code ./dapple} in the fenced blocks and in the text, in order. */
    private static List<String> commands(String document) {
        List<String> commands = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?:^|`)\\./dapple ([^`\n]+)", Pattern.MULTILINE)
                .matcher(document);
        while (matcher.find()) {
            commands.add(matcher.group(1));
        }
        return commands;
    }

    /** The same command in the test's folder, with a small model and few clips. */
    private String[] prepared(String command) {
        List<String> arguments = new ArrayList<>();
        for (String word : command.split(" ", -1)) {
            boolean path = (arguments.size() >= 2 && arguments.get(0).equals("runs"))
                    || (arguments.size() == 3 && arguments.get(0).equals("datasets"))
                    || (!arguments.isEmpty() && PATH_OPTIONS.contains(arguments.get(arguments.size() - 1)))
                    || word.endsWith(".pth")
                    || word.startsWith("studies/");
            if (word.startsWith("init.from=")) {
                arguments.add("init.from=" + folder.resolve(word.substring("init.from=".length())));
            } else if (!word.startsWith("model=") && !word.startsWith("max_steps=")) {
                Path base = word.startsWith("presets/") || word.startsWith("studies/") ? ROOT : folder;
                arguments.add(path ? base.resolve(word).toString() : word);
            }
        }
        if (command.startsWith("quickstart")) {
            arguments.addAll(List.of("--out", folder.resolve("quickstart").toString(), "--clips", "4"));
            arguments.addAll(SMALL);
        } else if (command.startsWith("study")) {
            SMALL.forEach(setting -> arguments.add("pretrain." + setting));
            arguments.addAll(List.of("synthetic.train=2", "synthetic.valid=1", "synthetic.test=1", "--no-costs"));
        } else if (command.startsWith("bench")) {
            arguments.addAll(SMALL);
            arguments.addAll(List.of("--repeats", "1", "--warmup", "0"));
        } else if (command.startsWith("pretrain") && !command.contains("--resume")) {
            arguments.addAll(command.contains("data2vec2") ? SMALL_DATA2VEC2 : SMALL);
        } else if (command.startsWith("finetune")) {
            arguments.addAll(List.of("epochs=1", "warmup_epochs=0", "seconds=0.5"));
        }
        return arguments.toArray(String[]::new);
    }
}

package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.cli.command.DappleCommand;
import org.dapple.cli.command.Progress;
import org.dapple.core.files.AtomicFile;
import org.dapple.core.frontend.Waveform;
import org.dapple.core.run.Provenance;
import org.dapple.core.settings.Catalogue;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.core.settings.Settings;
import org.dapple.data.audio.UnreadableAudioException;
import org.dapple.data.reading.AudioReader;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.eval.report.HtmlReport;
import org.dapple.eval.report.ReportContent;
import org.dapple.eval.report.chart.Picture;
import org.dapple.eval.report.chart.Pictures;
import org.dapple.eval.report.part.ReportPart;
import org.dapple.eval.report.table.TextTable;
import org.dapple.experiment.report.MaskLook;
import org.dapple.experiment.report.MaskStudio;
import org.dapple.experiment.report.MaskVariant;
import org.dapple.experiment.text.Tables;
import org.dapple.masking.MaskingStrategies;
import org.dapple.masking.MaskingStrategy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws masks on a spectrogram. */
@Command(
        name = "masks",
        description = {
            "Draw the masks of each strategy on a sound, and measure their cost.",
            "",
            "Example:  ./dapple masks --audio my/sound.wav --out masks.png",
            "          ./dapple masks --audio my/sound.wav --statistics --out masks.html",
            "          ./dapple masks --strategies random,inverse_block masking.block_size=3",
            "",
            "No encoder is used here, so self-guided masks cluster the patches themselves.",
            ""
        })
final class MasksCommand extends DappleCommand {
    @Option(names = "--audio", paramLabel = "FILE", description = "The sound. Default: six synthetic seconds.")
    private @Nullable Path audio;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "A picture (.png), or a page (.html) with pictures and numbers (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("masks.png");

    @Option(
            names = "--strategies",
            paramLabel = "NAME,NAME",
            split = ",",
            description = "Strategies to draw (default: all).")
    private List<String> strategies = List.of("all");

    @Option(names = "--ratio", paramLabel = "R", description = "Share of patches to mask (default: ${DEFAULT-VALUE}).")
    private double ratio = 0.7;

    @Option(
            names = "--hints",
            paramLabel = "H,H",
            split = ",",
            description = "Hint ratios to show, 0 to 1 (default: 0,0.5).")
    private List<Double> hints = List.of(0.0, 0.5);

    @Option(names = "--masks", paramLabel = "N", description = "Masks of each strategy (default: ${DEFAULT-VALUE}).")
    private int masks = 3;

    @Option(
            names = "--statistics",
            description = "Also draw many masks, and report how often each patch is hidden, how large the visible"
                    + " islands are, and whether busy patches are hidden more often.")
    private boolean statistics;

    @Option(names = "--draws", paramLabel = "N", description = "Masks for --statistics (default: ${DEFAULT-VALUE}).")
    private int draws = 1000;

    @Override
    public Outcome run(Settings settings, NDManager manager) throws IOException {
        Map<String, Object> more = settings.section("masking").unread();
        settings.done();
        for (String option : List.of("strategy", "ratio", "hint")) {
            if (more.containsKey(option)) {
                throw new ConfigurationException(
                        "masking." + option, "is not a setting here: use --strategies, --ratio or --hints");
            }
        }
        ConfigurationException.require(masks >= 1 && masks <= 10, "--masks", "be between 1 and 10", masks);
        if (audio != null && !Files.isRegularFile(audio)) {
            throw new ConfigurationException(
                    "--audio",
                    "must be a sound file; " + audio + (Files.exists(audio) ? " is not a file" : " does not exist"));
        }
        ConfigurationException.require(draws >= 1 && draws <= 1_000_000, "--draws", "be between 1 and 1000000", draws);
        boolean page = out.toString().endsWith(".html");
        if (Files.isDirectory(out) || !(page || out.toString().endsWith(".png"))) {
            throw new ConfigurationException("--out", "must be a file name that ends in .png or .html; it is " + out);
        }
        Waveform sound = audio == null ? synthetic() : read(audio);
        String title = audio == null ? "Three synthetic sounds" : String.valueOf(audio.getFileName());
        MaskStudio studio = new MaskStudio(sound, manager);
        List<MaskLook> looks = look(studio, more);
        Picture picture = MaskLook.picture(title, studio, looks);
        List<TextTable> tables = statistics ? List.of(MaskLook.table(draws, looks)) : List.of();
        AtomicFile.write(out, page ? page(title, picture, tables, manager) : picture.png());
        tables.forEach(table -> say(Tables.text(table)));
        say((page ? "Page: " : "Picture: ") + out);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("out", out.toString());
        result.put("rows", looks.stream().map(look -> look.json(studio.grid())).toList());
        return Outcome.done(result);
    }

    private static Waveform read(Path audio) throws IOException {
        try {
            return AudioReader.standard().read(audio);
        } catch (UnreadableAudioException e) {
            throw new ConfigurationException("--audio", "has no readable clip: " + audio + ": " + e.reason());
        }
    }

    /** Six seconds with room for blocks: rising sweeps, bells, and something in between. */
    private static Waveform synthetic() {
        SyntheticCorpus corpus = new SyntheticCorpus(1);
        FloatBuffer samples = FloatBuffer.allocate(3 * corpus.clip(0).samples().length);
        for (int clip : new int[] {0, 6, 10}) {
            samples.put(corpus.clip(clip).samples());
        }
        return new Waveform(samples.array(), corpus.clip(0).sampleRate());
    }

    private List<MaskLook> look(MaskStudio studio, Map<String, Object> more) {
        Catalogue<MaskingStrategy> catalogue = MaskingStrategies.standard();
        List<String> names = strategies.equals(List.of("all")) ? catalogue.names() : strategies;
        List<MaskVariant> variants;
        try {
            variants = MaskVariant.of(catalogue, names, ratio, hints, more);
        } catch (ConfigurationException e) {
            throw more.isEmpty() ? e : e.within("masking");
        }
        List<MaskLook> looks = new ArrayList<>();
        try (Progress progress = new Progress("drawing", 0, variants.size(), " strategies")) {
            for (MaskVariant variant : variants) {
                looks.add(MaskLook.at(studio, variant, masks, statistics ? draws : 0));
                progress.step();
            }
        }
        for (MaskVariant variant : variants) {
            variant.strategy()
                    .concern(studio.grid())
                    .ifPresent(concern -> System.err.println("dapple: " + variant.caption() + ": " + concern));
        }
        return looks;
    }

    private static byte[] page(String title, Picture picture, List<TextTable> tables, NDManager manager) {
        List<ReportPart> parts = new ArrayList<>();
        parts.add(new Pictures("Pictures", List.of(picture)));
        parts.addAll(tables);
        ReportContent content = new ReportContent(
                "Masks: " + title,
                "Each row is a strategy, each column a seed. The pictures show what a model would see of the sound. In the"
                        + " table, the quiet and the busy quarter are the patches with the least and the most dispersion"
                        + " (mean absolute deviation); a strategy that ignores the sound hides both equally often. An"
                        + " island is a group of visible patches that touch by their sides.",
                parts,
                Provenance.of(manager));
        return HtmlReport.render(content).getBytes(StandardCharsets.UTF_8);
    }
}

package org.dapple.cli;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.core.AtomicFile;
import org.dapple.core.ConfigurationException;
import org.dapple.core.Settings;
import org.dapple.core.Waveform;
import org.dapple.data.AudioReader;
import org.dapple.data.synthetic.SyntheticCorpus;
import org.dapple.eval.report.MaskGallery;
import org.dapple.eval.report.Picture;
import org.dapple.masking.MaskingStrategies;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws masks on a spectrogram. */
@Command(
        name = "masks",
        description = {
            "Look at masks: draw what each strategy hides of a sound.",
            "",
            "Example:  ./dapple masks --audio my/sound.wav --out masks.png",
            ""
        })
final class MasksCommand extends DappleCommand {
    @Option(names = "--audio", paramLabel = "FILE", description = "The sound. Default: a synthetic one.")
    private @Nullable Path audio;

    @Option(names = "--out", paramLabel = "PNG", description = "The picture (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("masks.png");

    @Option(names = "--strategies", paramLabel = "NAME,NAME", split = ",", description = "Which ones (default: all).")
    private List<String> strategies = List.of("all");

    @Option(names = "--ratio", paramLabel = "R", description = "Share of patches to mask (default: ${DEFAULT-VALUE}).")
    private double ratio = 0.7;

    @Option(
            names = "--hints",
            paramLabel = "H,H",
            split = ",",
            description = "Hint ratios to show, 0 to 1 (default: 0,0.5).")
    private List<Double> hints = List.of(0.0, 0.5);

    @Option(names = "--masks", paramLabel = "N", description = "Masks of each (default: ${DEFAULT-VALUE}).")
    private int masks = 3;

    @Override
    Outcome run(Settings settings, NDManager manager) throws IOException {
        settings.done();
        ConfigurationException.require(masks >= 1 && masks <= 10, "--masks", "be between 1 and 10", masks);
        if (audio != null && !Files.isRegularFile(audio)) {
            throw new ConfigurationException("--audio", "must be a sound file; " + audio + " is none");
        }
        if (Files.isDirectory(out)) {
            throw new ConfigurationException("--out", "must be a picture's file name; " + out + " is a folder");
        }
        SyntheticCorpus corpus = new SyntheticCorpus(1);
        Waveform sound = audio == null ? corpus.clip(0) : AudioReader.standard().read(audio);
        String title = audio == null
                ? corpus.soundClass(0).label().replace('_', ' ') + ", synthetic"
                : String.valueOf(audio.getFileName());
        MaskingStrategies catalogue = MaskingStrategies.standard();
        List<String> names = strategies.equals(List.of("all")) ? catalogue.names() : strategies;
        MaskPictures pictures = new MaskPictures(sound, manager);
        List<MaskGallery.Row> rows = pictures.rows(catalogue, names, ratio, hints, masks);
        AtomicFile.write(out, Picture.of(title, pictures.gallery(title, rows)).png());
        say("Picture: " + out);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("picture", out.toString());
        result.put("rows", rows.stream().map(MaskGallery.Row::caption).toList());
        return Outcome.done(result);
    }
}

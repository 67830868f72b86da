package example;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.audio.Audio;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dapple.models.encoder.EncoderZoo;

/** Says how alike sounds are, by the cosine of their embeddings. */
public final class AudioEmbeddings {
    private AudioEmbeddings() {}

    /** One embedding for each sound, by DJL's own means. */
    static List<float[]> embed(Path encoder, Iterable<Audio> sounds)
            throws IOException, ModelException, TranslateException {
        Criteria<Audio, float[]> criteria = Criteria.builder()
                .setTypes(Audio.class, float[].class)
                .optModelZoo(new EncoderZoo(encoder))
                .build();
        List<float[]> embeddings = new ArrayList<>();
        try (ZooModel<Audio, float[]> model = criteria.loadModel();
                Predictor<Audio, float[]> predictor = model.newPredictor()) {
            for (Audio sound : sounds) {
                embeddings.add(predictor.predict(sound));
            }
        }
        return embeddings;
    }

    static double cosine(float[] a, float[] b) {
        double product = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            lengthA += a[i] * a[i];
            lengthB += b[i] * b[i];
        }
        return product / Math.sqrt(lengthA * lengthB);
    }

    static void run(Path encoder, PrintStream out) throws IOException, ModelException, TranslateException {
        Map<String, Audio> sounds = new LinkedHashMap<>();
        sounds.put("a tone", Tones.harmonic(220));
        sounds.put("a tone one semitone higher", Tones.harmonic(233));
        sounds.put("a tone two octaves higher", Tones.harmonic(880));
        sounds.put("noise", Tones.noise());
        List<float[]> embeddings = embed(encoder, sounds.values());
        out.printf("every sound is %d numbers%n", embeddings.get(0).length);
        int i = 0;
        for (String name : sounds.keySet()) {
            out.printf("%-28s is like a tone: %.3f%n", name, cosine(embeddings.get(0), embeddings.get(i++)));
        }
    }

    /** Takes the folder of an encoder, or makes an untrained one. */
    public static void main(String[] arguments) throws IOException, ModelException, TranslateException {
        Path encoder = arguments.length > 0
                ? Path.of(arguments[0])
                : UntrainedEncoder.write(Files.createTempDirectory("encoder"));
        run(encoder, System.out);
    }
}

package org.dapple.models.encoder;

import ai.djl.Application;
import ai.djl.Model;
import ai.djl.modality.audio.Audio;
import ai.djl.ndarray.NDList;
import ai.djl.nn.LambdaBlock;
import ai.djl.repository.MRL;
import ai.djl.repository.Repository;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Translator;
import ai.djl.util.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Loads encoders through DJL's model zoo, for applications that use DJL and do not know Dapple:
 *
 * <pre>{@code
 * Criteria<Audio, float[]> criteria = Criteria.builder()
 *         .setTypes(Audio.class, float[].class)
 *         .optModelZoo(new EncoderZoo(folder)) // written by AudioEncoder.save
 *         .build();
 * try (ZooModel<Audio, float[]> model = criteria.loadModel();
 *         Predictor<Audio, float[]> predictor = model.newPredictor()) {
 *     float[] embedding = predictor.predict(audio); // F · D values
 * }
 * }</pre>
 */
public final class EncoderZoo extends ModelZoo {

    private static final String GROUP = "org.dapple";

    private final Path folder;

    /**
     * The zoo of one encoder.
     *
     * @param folder a folder written by {@link AudioEncoder#save}
     */
    public EncoderZoo(Path folder) {
        this.folder = folder;
    }

    @Override
    public String getGroupId() {
        return GROUP;
    }

    @Override
    public Set<String> getSupportedEngines() {
        return Set.of("PyTorch");
    }

    @Override
    public List<ModelLoader> getModelLoaders() {
        return List.of(new Loader(folder));
    }

    @Override
    public ModelLoader getModelLoader(String name) {
        return new Loader(folder);
    }

    private record Loader(Path folder) implements ModelLoader {
        @Override
        public String getGroupId() {
            return GROUP;
        }

        @Override
        public MRL getMrl() {
            return MRL.undefined(Repository.newInstance(GROUP, folder), GROUP, getArtifactId());
        }

        @Override
        public String getArtifactId() {
            return "audio-encoder";
        }

        @Override
        public Application getApplication() {
            return Application.UNDEFINED;
        }

        @Override
        @SuppressWarnings("unchecked") // the types were compared before
        public <I, O> ZooModel<I, O> loadModel(Criteria<I, O> criteria) throws IOException, ModelNotFoundException {
            if (criteria.getInputClass() != Audio.class || criteria.getOutputClass() != float[].class) {
                throw new ModelNotFoundException("encoders turn Audio into float[]; requested was "
                        + criteria.getOutputClass().getSimpleName() + " of "
                        + criteria.getInputClass().getSimpleName());
            }
            Model model = Model.newInstance("dapple-encoder", criteria.getDevice(), "PyTorch");
            try {
                AudioEncoder encoder = AudioEncoder.load(folder, model.getNDManager());
                model.setBlock(new LambdaBlock(sounds -> new NDList(encoder.embed(sounds.head()))));
                Translator<I, O> translator = (Translator<I, O>) new EmbeddingTranslator(encoder.sampleRate());
                return new ZooModel<>(model, translator);
            } catch (IOException | RuntimeException e) {
                model.close();
                throw e;
            }
        }

        @Override
        public <I, O> boolean isDownloaded(Criteria<I, O> criteria) {
            return Files.isDirectory(folder);
        }

        /** Nothing to do: the folder is local. */
        @Override
        public <I, O> void downloadModel(Criteria<I, O> criteria, Progress progress) {}
    }
}

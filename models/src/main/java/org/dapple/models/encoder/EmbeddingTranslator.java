package org.dapple.models.encoder;

import ai.djl.modality.audio.Audio;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import org.jspecify.annotations.Nullable;

/**
 * Turns sound into a clip embedding, for DJL's predictors. Channels are averaged. Sounds of any length are processed
 * one by one.
 */
final class EmbeddingTranslator implements Translator<Audio, float[]> {
    private final int sampleRate;

    /** Creates a translator for an encoder's sample rate in Hz. */
    EmbeddingTranslator(int sampleRate) {
        this.sampleRate = sampleRate;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the sample rates of sound and encoder differ
     */
    @Override
    public NDList processInput(TranslatorContext context, Audio sound) {
        if (Math.round(sound.getSampleRate()) != sampleRate) {
            throw new IllegalArgumentException("the encoder needs sound at " + sampleRate + " Hz; this one has "
                    + sound.getSampleRate() + " (let DJL's AudioFactory resample it: setSampleRate(" + sampleRate
                    + "))");
        }
        int channels = Math.max(1, sound.getChannels());
        float[] samples = sound.getData();
        return new NDList(context.getNDManager()
                .create(samples, new Shape(samples.length / channels, channels))
                .mean(new int[] {1})
                .expandDims(0));
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList embeddings) {
        return embeddings.singletonOrThrow().toFloatArray();
    }

    /** {@return null, because sounds differ in length} */
    @Override
    public @Nullable Batchifier getBatchifier() {
        return null;
    }
}

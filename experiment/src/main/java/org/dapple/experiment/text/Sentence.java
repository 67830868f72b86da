package org.dapple.experiment.text;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;
import org.dapple.core.settings.ConfigurationException;
import org.dapple.train.record.TrainingFailedException;

/** Turns failures into sentences. */
public final class Sentence {
    private Sentence() {}

    /**
     * Describes a failure.
     *
     * @param e any failure
     * @return one sentence
     */
    public static String of(Throwable e) {
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be accessed: check its permissions";
        }
        if (e instanceof FileSystemException other && other.getReason() != null) {
            return other.getFile() + ": " + other.getReason();
        }
        if (e instanceof CharacterCodingException) {
            return "a file that should hold text (a manifest or settings) holds something else (--verbose shows which)";
        }
        if (e instanceof EngineException || e instanceof UnsatisfiedLinkError) {
            return "the PyTorch engine could not be used: " + e.getMessage() + " (dapple doctor looks for the cause)";
        }
        if (e instanceof IOException
                || e instanceof ConfigurationException
                || e instanceof TrainingFailedException
                || e instanceof CancellationException) {
            return String.valueOf(e.getMessage());
        }
        return "something unexpected happened, please report it: " + e + " (--verbose shows where)";
    }
}

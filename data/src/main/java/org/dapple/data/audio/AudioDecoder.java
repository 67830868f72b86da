package org.dapple.data.audio;

import java.io.IOException;
import java.nio.file.Path;
import org.dapple.core.frontend.Waveform;

/**
 * Turns one kind of audio file into a waveform. An open extension point: implementations are immutable and may be used
 * by several threads at once; {@link AudioDecoders} picks one by the content of a file, never by its name.
 */
public interface AudioDecoder {

    /** How many bytes of a file {@link #reads} is shown, if there are so many. */
    int HEAD_BYTES = 64;

    /**
     * Whether the file may be given to {@link #decode}.
     *
     * @param head the first bytes of the file, up to {@link #HEAD_BYTES}; not to be changed
     * @return false if another decoder should be asked
     */
    boolean reads(byte[] head);

    /**
     * Decodes a file. Of a file that was cut off, what is there is decoded.
     *
     * @param file the file
     * @return mono, the mean of the channels, at the file's own sample rate; possibly without samples
     * @throws UnknownEncodingException if the rest of the file shows that another decoder should be asked
     * @throws UnreadableAudioException if the content cannot be decoded
     * @throws IOException if the file cannot be read
     */
    Waveform decode(Path file) throws IOException;

    /**
     * Decodes a file piece by piece, for recordings that are too long for the memory. Decoders that do not override
     * this decode the whole file.
     *
     * @param file the file
     * @return the same samples as {@link #decode}
     * @throws UnknownEncodingException as {@link #decode}
     * @throws IOException as {@link #decode}; what is wrong further on is found when reading
     */
    default SampleStream open(Path file) throws IOException {
        return SampleStream.of(decode(file));
    }
}

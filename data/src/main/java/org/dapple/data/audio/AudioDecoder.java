package org.dapple.data.audio;

import java.io.IOException;
import java.nio.file.Path;
import org.dapple.core.frontend.Waveform;

/**
 * Decodes one kind of audio file. An open extension point: implementations are immutable and used by several threads at
 * once. {@link AudioDecoders} picks a decoder by the content of a file, never by its name.
 */
public interface AudioDecoder {

    /** The number of bytes of a file that {@link #reads} receives, if the file is long enough. */
    int HEAD_BYTES = 64;

    /**
     * Whether {@link #decode} may accept the file.
     *
     * @param head the first bytes of the file, up to {@link #HEAD_BYTES}; do not change it
     * @return false if another decoder should be asked
     */
    boolean reads(byte[] head);

    /**
     * Decodes a file. A truncated file is decoded up to its end.
     *
     * @param file the file
     * @return mono, the mean of the channels, at the file's own sample rate; possibly without samples
     * @throws UnknownEncodingException if the rest of the file shows that another decoder should be asked
     * @throws UnreadableAudioException if the content cannot be decoded
     * @throws IOException if the file cannot be read
     */
    Waveform decode(Path file) throws IOException;

    /**
     * Decodes a file piece by piece, for recordings that do not fit in memory. The default decodes the whole file at
     * once.
     *
     * @param file the file
     * @return the same samples as {@link #decode}
     * @throws UnknownEncodingException as {@link #decode}
     * @throws IOException as {@link #decode}; errors further on are thrown when reading
     */
    default SampleStream open(Path file) throws IOException {
        return SampleStream.of(decode(file));
    }
}

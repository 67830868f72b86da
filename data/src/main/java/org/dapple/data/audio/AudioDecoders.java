package org.dapple.data.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.dapple.core.frontend.Waveform;
import org.jspecify.annotations.Nullable;

/**
 * The decoders known to a program; immutable.
 *
 * @param decoders decoders in the order in which they are tried
 */
public record AudioDecoders(List<AudioDecoder> decoders) {
    private static final int SHOWN_BYTES = 16;

    /** Copies the list. */
    public AudioDecoders {
        decoders = List.copyOf(decoders);
    }

    /** {@return decoders for WAV, without native code, and for everything else, through FFmpeg} */
    public static AudioDecoders standard() {
        return new AudioDecoders(List.of(new WavDecoder(), FfmpegDecoder.standard()));
    }

    /**
     * The same decoders with one more.
     *
     * @param decoder tried before all others
     * @return new decoders
     */
    public AudioDecoders with(AudioDecoder decoder) {
        List<AudioDecoder> more = new ArrayList<>(decoders.size() + 1);
        more.add(decoder);
        more.addAll(decoders);
        return new AudioDecoders(more);
    }

    /**
     * Decodes a file with the first decoder that recognises its content; the file name does not matter.
     *
     * @param file the file
     * @return mono, at the file's own sample rate; possibly without samples
     * @throws UnreadableAudioException if the content is empty, of an unknown format, or damaged
     * @throws IOException if the file cannot be read
     */
    public Waveform decode(Path file) throws IOException {
        return first(file, AudioDecoder::decode);
    }

    /**
     * Decodes a file like {@link #decode}, but piece by piece.
     *
     * @param file the file
     * @return mono, at the file's own sample rate
     * @throws UnreadableAudioException as {@link #decode}
     * @throws IOException if the file cannot be read
     */
    public SampleStream open(Path file) throws IOException {
        return first(file, AudioDecoder::open);
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(AudioDecoder decoder, Path file) throws IOException;
    }

    private <T> T first(Path file, Use<T> use) throws IOException {
        byte[] head = head(file);
        @Nullable UnknownEncodingException passedOn = null;
        for (AudioDecoder decoder : decoders) {
            if (decoder.reads(head)) {
                try {
                    return use.of(decoder, file);
                } catch (UnknownEncodingException e) {
                    passedOn = e;
                }
            }
        }
        throw passedOn != null ? passedOn : new UnreadableAudioException(file, unknown(head));
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(AudioDecoder.HEAD_BYTES);
        }
    }

    private static String unknown(byte[] head) {
        if (head.length == 0) {
            return "the file is empty";
        }
        byte[] start = Arrays.copyOf(head, Math.min(head.length, SHOWN_BYTES));
        String text = new String(start, StandardCharsets.US_ASCII);
        boolean readable = text.chars().allMatch(c -> c >= ' ' && c < 127);
        return "its audio format is unknown: it begins with "
                + (readable
                        ? "\"" + text + "\""
                        : "the bytes " + HexFormat.ofDelimiter(" ").formatHex(start))
                + "; convert it to WAV or FLAC";
    }
}

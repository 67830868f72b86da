package org.dapple.data.audio;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** The samples that FFmpeg decodes from a file, one of its frames at a time. */
final class FfmpegStream implements SampleStream {
    /**
     * The codecs allowed while probing for streams: those whose first frame gives the rate, and none for cover
     * pictures.
     */
    private static final String PROBED_CODECS = "mp3float,mp2float";

    private static final String DAMAGED = "; the file is damaged or truncated";

    private final Path file;
    private final FileBytes bytes;
    private final FfmpegInput input;
    private final AVFormatContext container;
    private @Nullable FfmpegCodec codec;
    private @Nullable PcmFrame pcm;
    private int next;
    private boolean closed;

    private FfmpegStream(Path file, FileBytes bytes) {
        this.file = file;
        this.bytes = bytes;
        this.input = new FfmpegInput(bytes);
        this.container = avformat.avformat_alloc_context();
        container.pb(input.context());
    }

    static FfmpegStream open(Path file) throws IOException {
        FileBytes bytes = new FileBytes(file);
        FfmpegFormat format;
        try {
            format = format(bytes, file);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
        FfmpegStream stream = new FfmpegStream(file, bytes);
        try {
            stream.openContainer(format);
            stream.codec = stream.openCodec();
            return stream;
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** Detects the format, also after an ID3 tag. */
    private static FfmpegFormat format(FileBytes bytes, Path file) throws IOException {
        byte[] head = bytes.at(0, AudioDecoder.HEAD_BYTES);
        FfmpegFormat format = FfmpegFormat.of(head);
        if (format == null) {
            throw new UnreadableAudioException(file, "its first bytes match no format that FFmpeg may read");
        }
        int tag = FfmpegFormat.id3Bytes(head);
        if (tag > 0 && FfmpegFormat.of(bytes.at(tag, FlacMetadata.MARKER)) == FfmpegFormat.FLAC) {
            format = FfmpegFormat.FLAC;
        }
        if (format == FfmpegFormat.FLAC) {
            FlacMetadata.requireInside(bytes, tag, file);
        }
        return format;
    }

    private void openContainer(FfmpegFormat format) throws IOException {
        AVDictionary options = new AVDictionary(null);
        avutil.av_dict_set(options, "protocol_whitelist", "none", 0);
        avutil.av_dict_set(options, "codec_whitelist", PROBED_CODECS, 0);
        int opened = avformat.avformat_open_input(
                container, (String) null, avformat.av_find_input_format(format.demuxer()), options);
        avutil.av_dict_free(options);
        input.requireRead();
        if (opened < 0 || avformat.avformat_find_stream_info(container, (PointerPointer<?>) null) < 0) {
            input.requireRead();
            throw new UnreadableAudioException(
                    file, "it begins like " + format + ", but FFmpeg finds no audio in it" + DAMAGED);
        }
    }

    /** Opens the decoder of the first audio stream; other streams, for example cover pictures, are not even demuxed. */
    private FfmpegCodec openCodec() throws UnreadableAudioException {
        @Nullable AVStream sound = null;
        for (int i = 0; i < container.nb_streams(); i++) {
            AVStream stream = container.streams(i);
            if (sound == null && stream.codecpar().codec_type() == avutil.AVMEDIA_TYPE_AUDIO) {
                sound = stream;
            } else {
                stream.discard(avcodec.AVDISCARD_ALL);
            }
        }
        if (sound == null) {
            throw new UnreadableAudioException(file, "FFmpeg finds no audio in it" + DAMAGED);
        }
        return FfmpegCodec.open(sound, file);
    }

    @Override
    public int sampleRate() {
        return open().sampleRate();
    }

    @Override
    public synchronized int read(float[] into, int at, int length) throws IOException {
        FfmpegCodec decoder = open();
        while (pcm == null || next == pcm.length()) {
            pcm = decoder.decode(container, input);
            next = 0;
            if (pcm == null) {
                return 0;
            }
        }
        int count = Math.min(length, pcm.length() - next);
        pcm.mean(next, count, into, at);
        next += count;
        return count;
    }

    private FfmpegCodec open() {
        if (codec == null || closed) {
            throw new IllegalStateException("the stream of " + file + " is closed");
        }
        return codec;
    }

    /** Frees native memory once, however often it is called. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (codec != null) {
            codec.close();
        }
        avformat.avformat_close_input(container);
        input.close();
        bytes.close();
    }
}

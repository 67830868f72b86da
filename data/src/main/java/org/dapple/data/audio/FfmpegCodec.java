package org.dapple.data.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** FFmpeg's decoder of one audio stream. Damaged packets are skipped. */
final class FfmpegCodec implements Closeable {
    private final Path file;
    private final AVCodecContext context;
    private final int stream;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AVFrame frame = avutil.av_frame_alloc();
    private boolean drained;
    private int channels;
    private int sampleRate;

    private FfmpegCodec(Path file, AVCodecContext context, int stream) {
        this.file = file;
        this.context = context;
        this.stream = stream;
    }

    /**
     * Opens a decoder.
     *
     * @param stream stream of a container that stays open
     * @param file the file, for errors
     * @return the decoder; close it before the container
     */
    static FfmpegCodec open(AVStream stream, Path file) throws UnreadableAudioException {
        AVCodec decoder = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
        FfmpegCodec codec = new FfmpegCodec(file, avcodec.avcodec_alloc_context3(decoder), stream.index());
        try {
            codec.open(decoder, stream);
            return codec;
        } catch (UnreadableAudioException e) {
            codec.close();
            throw e;
        }
    }

    private void open(@Nullable AVCodec decoder, AVStream of) throws UnreadableAudioException {
        boolean opened = decoder != null
                && avcodec.avcodec_parameters_to_context(context, of.codecpar()) >= 0
                && avcodec.avcodec_open2(
                                context.pkt_timebase(of.time_base())
                                        .thread_count(1), // several files are decoded in parallel
                                decoder,
                                (AVDictionary) null)
                        >= 0;
        channels = context.ch_layout().nb_channels();
        sampleRate = context.sample_rate();
        if (!opened || channels < 1 || sampleRate < 1 || context.sample_fmt() < 0) {
            throw new UnreadableAudioException(
                    file, "FFmpeg finds no audio in it that it can decode; the file is damaged or truncated");
        }
        if (context.sample_fmt() > avutil.AV_SAMPLE_FMT_DBLP) {
            throw new UnreadableAudioException(file, "it holds 64-bit integers; convert it to 24-bit PCM or FLAC");
        }
    }

    /** {@return the sample rate in Hz} */
    int sampleRate() {
        return sampleRate;
    }

    /**
     * Decodes the next piece.
     *
     * @param container the container of the stream
     * @param input the input of the container
     * @return the next piece, valid until the next call; null at the end
     */
    @Nullable
    PcmFrame decode(AVFormatContext container, FfmpegInput input) throws IOException {
        while (true) {
            int received = avcodec.avcodec_receive_frame(context, frame);
            if (received >= 0) {
                return piece();
            } else if (received == avutil.AVERROR_EOF || drained) {
                return null;
            }
            feed(container, input);
        }
    }

    private void feed(AVFormatContext container, FfmpegInput input) throws IOException {
        int read = avformat.av_read_frame(container, packet);
        input.requireRead();
        drained = read < 0;
        if (drained) {
            avcodec.avcodec_send_packet(context, null);
        } else {
            if (packet.stream_index() == stream) {
                avcodec.avcodec_send_packet(context, packet);
            }
            avcodec.av_packet_unref(packet);
        }
    }

    private PcmFrame piece() throws UnreadableAudioException {
        if (frame.ch_layout().nb_channels() != channels || frame.sample_rate() != sampleRate) {
            throw new UnreadableAudioException(
                    file, "its sample rate or number of channels changes midway; split it there");
        }
        boolean planar = avutil.av_sample_fmt_is_planar(frame.format()) != 0;
        int width = avutil.av_get_bytes_per_sample(frame.format());
        long size = (long) frame.nb_samples() * width * (planar ? 1 : channels);
        Buffer[] planes = new Buffer[planar ? channels : 1];
        for (int i = 0; i < planes.length; i++) {
            planes[i] =
                    typed(new BytePointer(frame.extended_data(i)).capacity(size).asByteBuffer());
        }
        return new PcmFrame(planes, channels);
    }

    private Buffer typed(ByteBuffer plane) throws UnreadableAudioException {
        int format = avutil.av_get_packed_sample_fmt(frame.format());
        if (format == avutil.AV_SAMPLE_FMT_U8) {
            return plane;
        } else if (format == avutil.AV_SAMPLE_FMT_S16) {
            return plane.asShortBuffer();
        } else if (format == avutil.AV_SAMPLE_FMT_S32) {
            return plane.asIntBuffer();
        } else if (format == avutil.AV_SAMPLE_FMT_FLT) {
            return plane.asFloatBuffer();
        } else if (format == avutil.AV_SAMPLE_FMT_DBL) {
            return plane.asDoubleBuffer();
        }
        throw new UnreadableAudioException(file, "its sample type changes midway; convert it to WAV");
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        avutil.av_frame_free(frame);
        avcodec.avcodec_free_context(context);
    }
}

package org.dapple.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.jspecify.annotations.Nullable;

/** The samples that FFmpeg decodes from a file, one of its frames at a time. */
final class FfmpegStream implements SampleStream {
    /** What is decoded while streams are looked for: only where a first frame tells the rate, and no cover pictures. */
    private static final String PROBED_CODECS = "mp3float,mp2float";

    /** FFmpeg hands out at most this many planes through the binding. */
    private static final int MOST_PLANES = 8;

    private final Path file;
    private final InputStream bytes;
    private final FFmpegFrameGrabber grabber;
    private final int channels;
    private final int sampleRate;
    private @Nullable PcmFrame pcm;
    private int next;

    private FfmpegStream(Path file, InputStream bytes, FFmpegFrameGrabber grabber) {
        this.file = file;
        this.bytes = bytes;
        this.grabber = grabber;
        this.channels = grabber.getAudioChannels();
        this.sampleRate = grabber.getSampleRate();
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
        FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(bytes);
        try {
            grabber.setFormat(format.demuxer());
            grabber.setOption("protocol_whitelist", "none");
            grabber.setOption("codec_whitelist", PROBED_CODECS);
            grabber.setVideoStream(Integer.MAX_VALUE); // opens no decoder for them either
            // As the codec gives them: the binding's conversion to float fails with more than eight channels.
            grabber.setSampleMode(FrameGrabber.SampleMode.RAW);
            grabber.setAudioOption("threads", "1"); // the loader has as many files at once as it has threads
            grabber.start();
            requireReadable(grabber, file);
            return new FfmpegStream(file, bytes, grabber);
        } catch (FrameGrabber.Exception e) {
            release(grabber, bytes);
            throw new UnreadableAudioException(
                    file,
                    "it begins like " + format + ", but FFmpeg finds no sound in it; the file is damaged or cut off",
                    e);
        } catch (IOException | RuntimeException e) {
            release(grabber, bytes);
            throw e;
        }
    }

    /** Looks behind an ID3 tag, and leaves the bytes at their beginning. */
    private static FfmpegFormat format(FileBytes bytes, Path file) throws IOException {
        byte[] head = bytes.readNBytes(AudioDecoder.HEAD_BYTES);
        FfmpegFormat format = FfmpegFormat.of(head);
        if (format == null) {
            throw new UnreadableAudioException(file, "its first bytes are of no format that FFmpeg may read");
        }
        int tag = FfmpegFormat.id3Bytes(head);
        if (tag > 0 && FfmpegFormat.of(bytes.at(tag).readNBytes(FlacMetadata.MARKER)) == FfmpegFormat.FLAC) {
            format = FfmpegFormat.FLAC;
        }
        if (format == FfmpegFormat.FLAC) {
            FlacMetadata.requireInside(bytes, tag, file);
        }
        bytes.at(0);
        return format;
    }

    private static void requireReadable(FFmpegFrameGrabber grabber, Path file) throws UnreadableAudioException {
        int format = grabber.getSampleFormat();
        if (grabber.getAudioChannels() < 1 || grabber.getSampleRate() < 1 || format < 0) {
            throw new UnreadableAudioException(file, "FFmpeg finds no sound in it; the file is damaged or cut off");
        }
        if (format > avutil.AV_SAMPLE_FMT_DBLP) {
            throw new UnreadableAudioException(file, "it holds 64-bit integers; convert it to 24-bit PCM or FLAC");
        }
        if (avutil.av_sample_fmt_is_planar(format) != 0 && grabber.getAudioChannels() > MOST_PLANES) {
            throw new UnreadableAudioException(
                    file,
                    "its " + grabber.getAudioChannels() + " channels are more than the " + MOST_PLANES
                            + " that can be decoded in this format; convert it to WAV");
        }
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int read(float[] into, int at, int length) throws IOException {
        while (pcm == null || next == pcm.length()) {
            Frame frame = grab();
            if (frame == null) {
                return 0;
            }
            if (frame.audioChannels != channels || frame.sampleRate != sampleRate) {
                throw new UnreadableAudioException(
                        file, "its sample rate or number of channels changes on the way; split it where it does");
            }
            pcm = new PcmFrame(frame.samples, channels);
            next = 0;
        }
        int count = Math.min(length, pcm.length() - next);
        pcm.mean(next, count, into, at);
        next += count;
        return count;
    }

    private @Nullable Frame grab() throws IOException {
        try {
            return grabber.grabSamples();
        } catch (FrameGrabber.Exception e) {
            throw new UnreadableAudioException(file, "FFmpeg cannot decode it; the file is damaged or cut off", e);
        }
    }

    @Override
    public void close() throws IOException {
        release(grabber, bytes);
    }

    /** The binding forgets to let go of its input if FFmpeg cannot open it. */
    private static void release(FFmpegFrameGrabber grabber, InputStream bytes) throws IOException {
        try (bytes) {
            grabber.close();
        } catch (FrameGrabber.Exception e) {
            throw new IOException("FFmpeg cannot be closed: " + e.getMessage(), e);
        }
    }
}

package org.dapple.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.dapple.core.ConfigurationException;
import org.dapple.core.Waveform;

/**
 * FLAC, Ogg (Vorbis, Opus, FLAC), MP3, AIFF, AU and RIFF/WAVE with any encoding, through FFmpeg. Lossless formats are
 * exact: integers divided by 2^(bits-1). Frames that are damaged are left out, as FFmpeg does.
 *
 * <p>FFmpeg gets the bytes of the file, never its name, with the reader fixed by the first bytes and every protocol
 * forbidden: no content can make it open something else. The first use sets FFmpeg's log level to quiet for the whole
 * process.
 *
 * @param maximumSamples the longest sound per channel; a longer one is refused, so that a small file cannot fill the
 *     memory
 */
public record FfmpegDecoder(int maximumSamples) implements AudioDecoder {
    /** What is decoded while streams are looked for: only where a first frame tells the rate, and no cover pictures. */
    private static final String PROBED_CODECS = "mp3float,mp2float";

    /** FFmpeg hands out at most this many planes through the binding. */
    private static final int MOST_PLANES = 8;

    /** Checks the limit. */
    public FfmpegDecoder {
        ConfigurationException.require(
                maximumSamples > 0 && maximumSamples <= SampleBuffer.LARGEST,
                "maximumSamples",
                "lie between 1 and " + SampleBuffer.LARGEST,
                maximumSamples);
    }

    /** {@return a decoder that stops at three hours of 48 kHz} */
    public static FfmpegDecoder standard() {
        return new FfmpegDecoder(3 * 3600 * 48000);
    }

    @Override
    public boolean reads(byte[] head) {
        return FfmpegFormat.of(head) != null;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if FFmpeg's native library is not on the class path
     */
    @Override
    public Waveform decode(Path file) throws IOException {
        FfmpegLibrary.require();
        if (Files.size(file) > SampleBuffer.LARGEST) {
            throw new UnreadableAudioException(file, "it is larger than 2 GiB; split it or convert it to WAV");
        }
        byte[] content = Files.readAllBytes(file);
        FfmpegFormat format = FfmpegFormat.of(content);
        if (format == null) {
            throw new UnreadableAudioException(file, "its first bytes are of no format that FFmpeg may read");
        }
        try (Bytes bytes = new Bytes(content);
                FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(bytes)) {
            grabber.setFormat(format.demuxer());
            grabber.setOption("protocol_whitelist", "none");
            grabber.setOption("codec_whitelist", PROBED_CODECS);
            grabber.setVideoStream(Integer.MAX_VALUE); // opens no decoder for them either
            // As the codec gives them: the binding's conversion to float fails with more than eight channels.
            grabber.setSampleMode(FrameGrabber.SampleMode.RAW);
            grabber.setAudioOption("threads", "1"); // the loader has as many files at once as it has threads
            grabber.start();
            return new Waveform(samples(grabber, file), grabber.getSampleRate());
        } catch (FrameGrabber.Exception e) {
            throw new UnreadableAudioException(
                    file,
                    "it begins like " + format + ", but FFmpeg finds no sound in it; the file is damaged or cut off",
                    e);
        }
    }

    private float[] samples(FFmpegFrameGrabber grabber, Path file) throws IOException {
        int channels = grabber.getAudioChannels();
        int rate = grabber.getSampleRate();
        requireReadable(grabber, file);
        SampleBuffer mono = new SampleBuffer();
        for (Frame frame = grabber.grabSamples(); frame != null; frame = grabber.grabSamples()) {
            if (frame.audioChannels != channels || frame.sampleRate != rate) {
                throw new UnreadableAudioException(
                        file, "its sample rate or number of channels changes on the way; split it where it does");
            }
            PcmFrame pcm = new PcmFrame(frame.samples, channels);
            if (mono.size() > maximumSamples - pcm.length()) {
                throw new UnreadableAudioException(
                        file, "it is longer than the limit of " + maximumSamples + " samples; split it");
            }
            for (int i = 0; i < pcm.length(); i++) {
                mono.add(pcm.mean(i));
            }
        }
        return mono.toArray();
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

    /** The binding forgets to let go of its input if FFmpeg cannot open it; once closed, there is little to hold. */
    private static final class Bytes extends ByteArrayInputStream {
        Bytes(byte[] content) {
            super(content);
        }

        @Override
        public void close() {
            buf = new byte[0];
            count = 0;
        }
    }
}

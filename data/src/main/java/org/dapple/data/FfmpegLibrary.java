package org.dapple.data;

import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;

/** FFmpeg's native library, loaded at its first use and told to keep quiet. */
final class FfmpegLibrary {
    private static boolean loaded;

    private FfmpegLibrary() {}

    /**
     * Makes sure of the library.
     *
     * @throws IllegalStateException if it is not there: a matter of the installation, not of any file
     */
    static synchronized void require() {
        if (loaded) {
            return;
        }
        try {
            FFmpegFrameGrabber.tryLoad();
        } catch (FFmpegFrameGrabber.Exception | LinkageError e) {
            throw new IllegalStateException(
                    "FFmpeg's native library is not on the class path, and only WAV can be read without it; add "
                            + "org.bytedeco:ffmpeg and org.bytedeco:javacpp with this platform's classifier",
                    e);
        }
        avutil.av_log_set_level(avutil.AV_LOG_QUIET); // it writes to the process's stderr, whoever reads that
        loaded = true;
    }
}

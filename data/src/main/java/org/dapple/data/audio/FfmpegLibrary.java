package org.dapple.data.audio;

import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's native libraries, loaded on first use, with logging turned off. */
final class FfmpegLibrary {
    /** FFmpeg's build links to it, but audio decoding does not use it. */
    private static final String DRM = "libdrm.so.2";

    private static boolean loaded;

    private FfmpegLibrary() {}

    /**
     * Loads the libraries. Only those for decoding are loaded; they need nothing but the C library. (The binding's own
     * grabber also loads those for cameras and microphones, which need libraries of X and of sound cards.)
     *
     * @throws IllegalStateException if one is missing or cannot be loaded; that concerns the machine, not a file
     */
    static synchronized void require() {
        if (loaded) {
            return;
        }
        String binding = "/org/bytedeco/ffmpeg/" + Loader.getPlatform() + "/" + System.mapLibraryName("jniavutil");
        if (avutil.class.getResource(binding) == null) {
            throw new IllegalStateException(
                    "FFmpeg's native library is not on the class path; only WAV can be read without it. Add "
                            + "org.bytedeco:ffmpeg and org.bytedeco:javacpp with the classifier "
                            + Loader.getPlatform());
        }
        try {
            load();
            avutil.av_log_set_level(avutil.AV_LOG_QUIET); // it would write to the process's stderr
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "FFmpeg's native library cannot be loaded; only WAV can be read without it: " + e.getMessage()
                            + "; install the missing libraries",
                    e);
        }
        loaded = true;
    }

    private static void load() {
        try {
            Loader.load(org.bytedeco.ffmpeg.presets.avutil.class);
        } catch (UnsatisfiedLinkError e) {
            if (!String.valueOf(e.getMessage()).contains(DRM)) {
                throw e;
            }
            EmptyLibrary.load(DRM);
            Loader.load(org.bytedeco.ffmpeg.presets.avutil.class);
        }
        Loader.load(org.bytedeco.ffmpeg.presets.swresample.class);
        Loader.load(org.bytedeco.ffmpeg.presets.avcodec.class);
        Loader.load(org.bytedeco.ffmpeg.presets.avformat.class);
    }
}

package org.dapple.data.audio;

import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/** FFmpeg's native libraries, loaded at their first use and told to keep quiet. */
final class FfmpegLibrary {
    /** Asked for by FFmpeg's build, and not used where only sound is decoded. */
    private static final String DRM = "libdrm.so.2";

    private static boolean loaded;

    private FfmpegLibrary() {}

    /**
     * Makes sure of the libraries. Only those that decode are loaded, which need nothing but the C library. (The
     * binding's own grabber loads the ones for cameras and microphones too, which need those of X and of sound cards.)
     *
     * @throws IllegalStateException if one is not there or cannot be loaded: a matter of the machine, not of any file
     */
    static synchronized void require() {
        if (loaded) {
            return;
        }
        String binding = "/org/bytedeco/ffmpeg/" + Loader.getPlatform() + "/" + System.mapLibraryName("jniavutil");
        if (avutil.class.getResource(binding) == null) {
            throw new IllegalStateException(
                    "FFmpeg's native library is not on the class path, and only WAV can be read without it; add "
                            + "org.bytedeco:ffmpeg and org.bytedeco:javacpp with the classifier "
                            + Loader.getPlatform());
        }
        try {
            load();
            avutil.av_log_set_level(avutil.AV_LOG_QUIET); // it writes to the process's stderr, whoever reads that
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "FFmpeg's native library cannot be loaded, and only WAV can be read without it: " + e.getMessage()
                            + "; install what is missing",
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

package org.dapple.data.audio;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The containers that FFmpeg may read, recognised by their first bytes. */
enum FfmpegFormat {
    FLAC("flac"),
    OGG("ogg"),
    MP3("mp3"),
    AIFF("aiff"),
    AU("au"),
    WAV("wav");

    private static final int ID3_HEADER = 10;

    private final String demuxer;

    FfmpegFormat(String demuxer) {
        this.demuxer = demuxer;
    }

    /** {@return FFmpeg's name of the demuxer to use} */
    String demuxer() {
        return demuxer;
    }

    /**
     * Recognises a container.
     *
     * @param content the beginning of a file
     * @return the format, MP3 if an ID3 tag comes first; null if unknown
     */
    static @Nullable FfmpegFormat of(byte[] content) {
        if (has(content, 0, "fLaC")) {
            return FLAC;
        } else if (has(content, 0, "OggS")) {
            return OGG;
        } else if (has(content, 0, "ID3")) {
            return MP3;
        } else if (has(content, 0, "FORM")) {
            return has(content, 8, "AIFF") || has(content, 8, "AIFC") ? AIFF : null;
        } else if (has(content, 0, ".snd")) {
            return AU;
        } else if (has(content, 8, "WAVE")) {
            return has(content, 0, "RIFF") || has(content, 0, "RF64") || has(content, 0, "BW64") ? WAV : null;
        }
        return beginsMpegFrame(content) ? MP3 : null;
    }

    /**
     * The length in bytes of the ID3 tag at the start of a file; the tag stores it as four bytes of seven bits each.
     */
    static int id3Bytes(byte[] content) {
        if (!has(content, 0, "ID3") || content.length < ID3_HEADER) {
            return 0;
        }
        int length = 0;
        for (int i = 6; i < ID3_HEADER; i++) {
            length = (length << 7) | (content[i] & 0x7F);
        }
        return ID3_HEADER + length;
    }

    private static boolean has(byte[] content, int at, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.ISO_8859_1);
        if (content.length - at < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (content[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Eleven set bits, then a version, layer II or III (layer I would also match the byte order mark of UTF-16), and a
     * valid bit rate and sample rate.
     */
    private static boolean beginsMpegFrame(byte[] content) {
        if (content.length < 4) {
            return false;
        }
        int second = Byte.toUnsignedInt(content[1]);
        int third = Byte.toUnsignedInt(content[2]);
        boolean sync = content[0] == (byte) 0xFF && (second & 0xE0) == 0xE0 && (second & 0x18) != 0x08;
        int layer = second & 0x06;
        return sync && (layer == 0x02 || layer == 0x04) && (third & 0xF0) != 0xF0 && (third & 0x0C) != 0x0C;
    }
}

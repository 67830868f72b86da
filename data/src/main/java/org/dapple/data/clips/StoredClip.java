package org.dapple.data.clips;

/**
 * A clip whose log-mel can be read.
 *
 * @param clip the manifest's row
 * @param contentHash fingerprint of its sound; without the sound, a marked fingerprint of its name and size
 * @param start its position in its source: a frame number in a store, a file number in a folder
 * @param frames its length in frames
 */
public record StoredClip(Clip clip, String contentHash, long start, int frames) {}

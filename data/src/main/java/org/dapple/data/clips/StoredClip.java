package org.dapple.data.clips;

/**
 * A clip whose log-mel is there to be read.
 *
 * @param clip the manifest's row
 * @param contentHash fingerprint of its sound; where the sound is not known, of its name and size, and marked so
 * @param start where it lies in its source: a store's frame number, a folder's file number
 * @param frames its length
 */
public record StoredClip(Clip clip, String contentHash, long start, int frames) {}

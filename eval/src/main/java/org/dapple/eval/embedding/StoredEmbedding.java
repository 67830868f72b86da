package org.dapple.eval.embedding;

/**
 * The stored record of a clip.
 *
 * @param contentHash hash of its whole sound, as in {@link Embeddings#contentHashes}
 * @param vector its embedding
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record StoredEmbedding(String contentHash, float[] vector) {}

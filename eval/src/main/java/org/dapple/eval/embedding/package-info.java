/** Frozen embeddings of clips, and where they are kept. */
@NullMarked
package org.dapple.eval.embedding;

import org.jspecify.annotations.NullMarked;

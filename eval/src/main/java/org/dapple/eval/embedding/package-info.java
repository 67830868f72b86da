/** Embeds clips with frozen encoders and stores the embeddings. */
@NullMarked
package org.dapple.eval.embedding;

import org.jspecify.annotations.NullMarked;

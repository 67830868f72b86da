/** The encoder that is kept: embeddings of sound, weights in and out. */
@NullMarked
package org.dapple.models.encoder;

import org.jspecify.annotations.NullMarked;

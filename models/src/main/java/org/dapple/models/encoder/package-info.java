/** The trained encoder: embeddings of sound, import and export of weights. */
@NullMarked
package org.dapple.models.encoder;

import org.jspecify.annotations.NullMarked;

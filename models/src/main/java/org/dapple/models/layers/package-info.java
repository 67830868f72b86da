/** Vision transformers on spectrogram patches, layer by layer. */
@NullMarked
package org.dapple.models.layers;

import org.jspecify.annotations.NullMarked;

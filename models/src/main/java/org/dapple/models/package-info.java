/**
 * Vision transformers on spectrogram patches, the pretext models that train them, the encoder that is kept, and weights
 * on disk.
 */
@NullMarked
package org.dapple.models;

import org.jspecify.annotations.NullMarked;

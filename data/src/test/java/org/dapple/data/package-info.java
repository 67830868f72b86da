/** Tests of decoders, resampling, stores and batches, and the small writers of audio files that they need. */
@NullMarked
package org.dapple.data;

import org.jspecify.annotations.NullMarked;

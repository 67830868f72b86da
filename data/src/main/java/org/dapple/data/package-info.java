/** From audio files to waveforms, from waveforms to a store of log-mels, from the store to batches. */
@NullMarked
package org.dapple.data;

import org.jspecify.annotations.NullMarked;

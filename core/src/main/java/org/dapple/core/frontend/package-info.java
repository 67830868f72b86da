/** Waveforms, front ends that turn them into log-mels on the device, and normalisation. */
@NullMarked
package org.dapple.core.frontend;

import org.jspecify.annotations.NullMarked;

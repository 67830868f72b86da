/**
 * Augmentations of training spectrograms that keep the labels. All operations are NDArray operations on the batch's
 * device. The few random numbers of a batch come from a host generator that the caller seeds, so a step can be
 * repeated.
 */
@NullMarked
package org.dapple.core.augment;

import org.jspecify.annotations.NullMarked;

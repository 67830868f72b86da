/**
 * Changes of training spectrograms that keep their labels. All operations are those of NDArrays on the batch's device;
 * the few random numbers of a batch come from a generator of the host that the caller seeds, so that a step can be done
 * again.
 */
@NullMarked
package org.dapple.core.augment;

import org.jspecify.annotations.NullMarked;

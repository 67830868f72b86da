/**
 * Masking strategies: records that are both configuration and algorithm, built from NDArray operations on the batch's
 * device.
 */
@NullMarked
package org.dapple.masking;

import org.jspecify.annotations.NullMarked;

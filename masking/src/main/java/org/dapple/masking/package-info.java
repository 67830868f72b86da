/**
 * Mask strategies: records that are both the configuration and the algorithm, made of NDArray operations on the batch's
 * device.
 */
@NullMarked
package org.dapple.masking;

import org.jspecify.annotations.NullMarked;

/** Records of a training run: metrics, TensorBoard events, speed, and the health of the encoder. */
@NullMarked
package org.dapple.train.record;

import org.jspecify.annotations.NullMarked;

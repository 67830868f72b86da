/** Optimiser, schedules, the pre-training loop, checkpoints and metrics. */
@NullMarked
package org.dapple.train;

import org.jspecify.annotations.NullMarked;

/** Batches to time training steps with. */
@NullMarked
package org.dapple.experiment.bench;

import org.jspecify.annotations.NullMarked;

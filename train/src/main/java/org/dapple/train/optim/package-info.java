/** Optimisers, gradients and learning rate schedules. */
@NullMarked
package org.dapple.train.optim;

import org.jspecify.annotations.NullMarked;

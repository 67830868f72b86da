/** Batches of random log-mel crops, read ahead. */
@NullMarked
package org.dapple.data.batch;

import org.jspecify.annotations.NullMarked;

/** Encoders tested on tasks: embedded, probed over folds and seeds, few-shot curves, results that are kept. */
@NullMarked
package org.dapple.eval.scoring;

import org.jspecify.annotations.NullMarked;

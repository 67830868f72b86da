/** Frozen embeddings, linear probes over folds and splits, intervals, and the report. */
@NullMarked
package org.dapple.eval;

import org.jspecify.annotations.NullMarked;

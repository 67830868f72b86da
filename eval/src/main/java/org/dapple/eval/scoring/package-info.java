/**
 * Tests encoders on tasks: embeds clips, probes them over folds and seeds, draws few-shot curves, stores the results.
 */
@NullMarked
package org.dapple.eval.scoring;

import org.jspecify.annotations.NullMarked;

/**
 * What differences between encoders mean: intervals and tests for scores of clips that come in clusters (recordings,
 * speakers, instruments), and for runs with several seeds. All functions depend on their arguments only; a seed decides
 * everything random.
 */
@NullMarked
package org.dapple.eval.statistics;

import org.jspecify.annotations.NullMarked;

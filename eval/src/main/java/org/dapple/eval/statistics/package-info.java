/**
 * What differences between encoders mean: intervals and tests for scores of clips that come in clusters (recordings,
 * speakers, instruments), and for runs with several seeds. Pure functions of numbers; what is random is so by a seed.
 */
@NullMarked
package org.dapple.eval.statistics;

import org.jspecify.annotations.NullMarked;

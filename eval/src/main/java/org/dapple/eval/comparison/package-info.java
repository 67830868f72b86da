/** Compares encoders clip by clip, with intervals and tests. */
@NullMarked
package org.dapple.eval.comparison;

import org.jspecify.annotations.NullMarked;

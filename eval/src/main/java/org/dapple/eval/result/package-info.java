/** What a test has found: every prediction, the scores, how they were made. */
@NullMarked
package org.dapple.eval.result;

import org.jspecify.annotations.NullMarked;

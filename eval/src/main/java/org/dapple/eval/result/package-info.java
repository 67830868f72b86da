/** Results of testing: every prediction, the scores, and how they were made. */
@NullMarked
package org.dapple.eval.result;

import org.jspecify.annotations.NullMarked;

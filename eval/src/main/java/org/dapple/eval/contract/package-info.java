/** Checks that an encoder can be evaluated. */
@NullMarked
package org.dapple.eval.contract;

import org.jspecify.annotations.NullMarked;

/** Finds test clips that are not new: heard in pre-training, or on both sides of a split. */
@NullMarked
package org.dapple.eval.leak;

import org.jspecify.annotations.NullMarked;

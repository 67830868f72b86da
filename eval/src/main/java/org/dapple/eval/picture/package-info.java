/** Draws spectrograms and masks as PNG. */
@NullMarked
package org.dapple.eval.picture;

import org.jspecify.annotations.NullMarked;

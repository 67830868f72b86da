/** Divides the tokens of a clip into two sides by similarity, for self-guided masking. */
@NullMarked
package org.dapple.masking.partition;

import org.jspecify.annotations.NullMarked;

/** The two sides of a clip that self-guided masking tells apart, by the similarity of tokens. */
@NullMarked
package org.dapple.masking.partition;

import org.jspecify.annotations.NullMarked;

/** Dapple's own sounds: generated, labelled, and determined by a seed. */
@NullMarked
package org.dapple.data.synthetic;

import org.jspecify.annotations.NullMarked;

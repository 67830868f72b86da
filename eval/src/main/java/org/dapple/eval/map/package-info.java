/**
 * Embeddings in two dimensions, to look at: principal components, and t-SNE. Rows of floats in, coordinates out; the
 * same rows give the same coordinates to the bit.
 */
@NullMarked
package org.dapple.eval.map;

import org.jspecify.annotations.NullMarked;

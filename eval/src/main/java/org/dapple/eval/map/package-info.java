/**
 * Embeddings in two dimensions, for looking at: principal components and t-SNE. The same rows give the same coordinates
 * to the bit.
 */
@NullMarked
package org.dapple.eval.map;

import org.jspecify.annotations.NullMarked;

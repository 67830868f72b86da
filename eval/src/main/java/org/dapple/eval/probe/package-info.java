/** Simple classifiers on frozen embeddings, each under a name and version that its scores are kept with. */
@NullMarked
package org.dapple.eval.probe;

import org.jspecify.annotations.NullMarked;

/** Simple classifiers on frozen embeddings. Each has a name and a version, with which its scores are kept. */
@NullMarked
package org.dapple.eval.probe;

import org.jspecify.annotations.NullMarked;

/** Pretext models: MAE, M2D, data2vec 2.0. */
@NullMarked
package org.dapple.models.pretext;

import org.jspecify.annotations.NullMarked;

/** Log-mels of many clips: a store of mapped shards, NumPy arrays, or computed on the fly. */
@NullMarked
package org.dapple.data.store;

import org.jspecify.annotations.NullMarked;

/** Log-mels of many clips: in a store of mapped shards, in NumPy files, or computed on the fly. */
@NullMarked
package org.dapple.data.store;

import org.jspecify.annotations.NullMarked;

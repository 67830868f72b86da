/** Clips and their lists: manifests, CSV files, skipped clips, and the clips that an encoder has heard. */
@NullMarked
package org.dapple.data.clips;

import org.jspecify.annotations.NullMarked;

/** Clips and their lists: manifests, CSV files, what was skipped, what an encoder has heard. */
@NullMarked
package org.dapple.data.clips;

import org.jspecify.annotations.NullMarked;

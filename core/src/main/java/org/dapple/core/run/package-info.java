/**
 * Parts of a run: its folder, its seeds, the clips it has heard, the provenance of its results, and the
 * {@link org.dapple.core.run.Watch} that follows its progress.
 */
@NullMarked
package org.dapple.core.run;

import org.jspecify.annotations.NullMarked;

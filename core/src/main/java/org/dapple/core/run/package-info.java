/** Parts of a run: its folder, its seeds, the clips it has heard, and the provenance of its results. */
@NullMarked
package org.dapple.core.run;

import org.jspecify.annotations.NullMarked;

/** What belongs to a run: its folder, its seeds, what it heard, how a result was made. */
@NullMarked
package org.dapple.core.run;

import org.jspecify.annotations.NullMarked;

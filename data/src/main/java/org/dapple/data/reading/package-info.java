/** Many clips at one sampling rate, side by side, block by block. */
@NullMarked
package org.dapple.data.reading;

import org.jspecify.annotations.NullMarked;

/** Reads many clips at one sample rate, in parallel and piece by piece. */
@NullMarked
package org.dapple.data.reading;

import org.jspecify.annotations.NullMarked;

/** The data sets that encoders are usually tested on, read where they were unpacked. */
@NullMarked
package org.dapple.data.downstream;

import org.jspecify.annotations.NullMarked;

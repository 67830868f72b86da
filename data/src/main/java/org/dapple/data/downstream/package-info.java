/** The usual data sets for testing encoders, read where they were unpacked. */
@NullMarked
package org.dapple.data.downstream;

import org.jspecify.annotations.NullMarked;

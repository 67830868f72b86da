/** The {@code dapple} command. */
@NullMarked
package org.dapple.cli;

import org.jspecify.annotations.NullMarked;

/** Text for the terminal: tables and failures. */
@NullMarked
package org.dapple.experiment.text;

import org.jspecify.annotations.NullMarked;

/** Words for a terminal: tables, failures. */
@NullMarked
package org.dapple.experiment.text;

import org.jspecify.annotations.NullMarked;

/** What a command does as a whole, for programs: one class for each experiment. */
@NullMarked
package org.dapple.experiment;

import org.jspecify.annotations.NullMarked;

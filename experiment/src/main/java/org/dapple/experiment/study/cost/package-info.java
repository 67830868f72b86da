/** What a study costs: measured steps, time, disk; the plan before it begins. */
@NullMarked
package org.dapple.experiment.study.cost;

import org.jspecify.annotations.NullMarked;

/** Costs of a study: measured steps, time and disk, and the plan before it begins. */
@NullMarked
package org.dapple.experiment.study.cost;

import org.jspecify.annotations.NullMarked;

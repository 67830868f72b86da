/** Scores encoders on tasks by probes and fine-tuning, and refuses test clips that pre-training has heard. */
@NullMarked
package org.dapple.experiment.scoring;

import org.jspecify.annotations.NullMarked;

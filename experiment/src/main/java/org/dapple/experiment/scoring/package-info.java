/** Encoders scored on tasks: probes, fine-tuning, refusals of clips that were heard. */
@NullMarked
package org.dapple.experiment.scoring;

import org.jspecify.annotations.NullMarked;

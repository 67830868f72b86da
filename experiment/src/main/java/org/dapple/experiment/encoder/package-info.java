/** Encoders of an experiment: of runs, of checkpoints and in folders, with baselines and lists of heard clips. */
@NullMarked
package org.dapple.experiment.encoder;

import org.jspecify.annotations.NullMarked;

/** The encoders that an experiment names: of runs, of checkpoints, in folders; baselines; what they have heard. */
@NullMarked
package org.dapple.experiment.encoder;

import org.jspecify.annotations.NullMarked;

/**
 * Studies: the same training with several masking strategies, pretext models and seeds, tested and compared. It tells a
 * {@link org.dapple.core.run.Watch} how it goes.
 */
@NullMarked
package org.dapple.experiment.study;

import org.jspecify.annotations.NullMarked;

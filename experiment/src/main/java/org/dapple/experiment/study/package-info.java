/**
 * Studies: the same training with several maskings, pretext models and seeds, tested and compared. A
 * {@link org.dapple.core.run.Watch} follows the work.
 */
@NullMarked
package org.dapple.experiment.study;

import org.jspecify.annotations.NullMarked;

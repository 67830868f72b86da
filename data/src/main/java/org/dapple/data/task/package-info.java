/** Labelled sets: labels, folds, metrics. */
@NullMarked
package org.dapple.data.task;

import org.jspecify.annotations.NullMarked;

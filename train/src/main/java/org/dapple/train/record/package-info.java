/** What a run writes down while it trains: metrics, TensorBoard, speed. */
@NullMarked
package org.dapple.train.record;

import org.jspecify.annotations.NullMarked;

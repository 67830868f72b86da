/**
 * Pre-training: jobs, configuration, data, the training loop and checkpoints. Optimisers and schedules are in
 * {@link org.dapple.train.optim}, metrics and speed in {@link org.dapple.train.record}, fine-tuning in
 * {@link org.dapple.train.finetune}.
 */
@NullMarked
package org.dapple.train;

import org.jspecify.annotations.NullMarked;

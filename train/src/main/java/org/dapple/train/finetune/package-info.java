/**
 * Fine-tuning: an encoder and a classifier on top learn a labelled set together. Source: the fine-tuning of EVAR
 * (Niizumi et al., TASLP 2024), with choices of our own that {@code docs/finetuning.md} lists.
 */
@NullMarked
package org.dapple.train.finetune;

import org.jspecify.annotations.NullMarked;

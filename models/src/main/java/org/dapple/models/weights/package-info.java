/** Tensors in files: safetensors, and PyTorch checkpoints, which are read without running their code. */
@NullMarked
package org.dapple.models.weights;

import org.jspecify.annotations.NullMarked;

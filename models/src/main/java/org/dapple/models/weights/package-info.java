/** Tensors in files: safetensors, and PyTorch's checkpoints read without running what they say. */
@NullMarked
package org.dapple.models.weights;

import org.jspecify.annotations.NullMarked;

/**
 * What Dapple takes for granted of its extension points, as checks for those who write one: masking strategies, front
 * ends, pretext models, tasks. Each check gives a {@link org.dapple.contracts.Contract}; {@code require()} fails in any
 * test framework. For encoders see {@code EncoderContract} in the module eval.
 */
@NullMarked
package org.dapple.contracts;

import org.jspecify.annotations.NullMarked;

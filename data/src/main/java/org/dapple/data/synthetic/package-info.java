/** The sounds that come with Dapple: generated, labelled, deterministic from a seed. */
@NullMarked
package org.dapple.data.synthetic;

import org.jspecify.annotations.NullMarked;

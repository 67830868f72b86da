/** Engine operations that DJL has no method for. */
@NullMarked
package org.dapple.core.ops;

import org.jspecify.annotations.NullMarked;

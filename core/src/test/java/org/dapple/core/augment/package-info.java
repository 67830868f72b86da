@NullMarked
package org.dapple.core.augment;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.dapple.eval.map;

import org.jspecify.annotations.NullMarked;

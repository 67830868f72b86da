@NullMarked
package org.dapple.eval.statistics;

import org.jspecify.annotations.NullMarked;

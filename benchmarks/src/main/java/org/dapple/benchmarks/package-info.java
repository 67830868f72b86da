/** How fast Dapple is: JMH benchmarks, and timings to set beside other implementations. */
@NullMarked
package org.dapple.benchmarks;

import org.jspecify.annotations.NullMarked;

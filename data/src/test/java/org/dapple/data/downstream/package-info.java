/** Tests on miniature copies of the official layouts. */
@org.jspecify.annotations.NullMarked
package org.dapple.data.downstream;

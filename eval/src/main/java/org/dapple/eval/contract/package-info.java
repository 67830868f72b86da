/** What is checked of an encoder before it is evaluated. */
@NullMarked
package org.dapple.eval.contract;

import org.jspecify.annotations.NullMarked;

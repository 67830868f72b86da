/** Writes HTML, SVG and Markdown as text. */
@NullMarked
package org.dapple.eval.markup;

import org.jspecify.annotations.NullMarked;

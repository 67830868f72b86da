/**
 * What a run looked like: pictures of spectrograms and masks, and one self-contained HTML page. Values in, bytes out:
 * nothing here knows a model or reads a file of the run.
 */
@NullMarked
package org.dapple.eval.report;

import org.jspecify.annotations.NullMarked;

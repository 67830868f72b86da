/** Parts of a report that are tables: scores, comparisons, confusion matrices, plain text. */
@NullMarked
package org.dapple.eval.report.table;

import org.jspecify.annotations.NullMarked;

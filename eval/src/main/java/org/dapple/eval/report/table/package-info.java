/** Parts of a report that are tables: scores, comparisons, confusions, plain text. */
@NullMarked
package org.dapple.eval.report.table;

import org.jspecify.annotations.NullMarked;

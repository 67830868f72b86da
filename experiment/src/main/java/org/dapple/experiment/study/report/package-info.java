/** Writes the report of a study: tables, summary, costs and CSV. */
@NullMarked
package org.dapple.experiment.study.report;

import org.jspecify.annotations.NullMarked;

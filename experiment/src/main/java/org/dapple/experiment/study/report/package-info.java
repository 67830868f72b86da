/** The study's report: tables, summary, costs, CSV. */
@NullMarked
package org.dapple.experiment.study.report;

import org.jspecify.annotations.NullMarked;

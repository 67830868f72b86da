/**
 * Renders reports: HTML, Markdown, JSON and CSV from a {@link org.dapple.eval.report.ReportContent}, and result lines
 * of EVAR. The parts of a report are in {@link org.dapple.eval.report.part}, {@link org.dapple.eval.report.table} and
 * {@link org.dapple.eval.report.chart}. Nothing here knows a model or reads the files of a run.
 */
@NullMarked
package org.dapple.eval.report;

import org.jspecify.annotations.NullMarked;

/**
 * Assembles reports: HTML, Markdown, JSON and CSV from the parts of a report. Nothing here knows a model or reads the
 * files of a run.
 */
@NullMarked
package org.dapple.eval.report;

import org.jspecify.annotations.NullMarked;

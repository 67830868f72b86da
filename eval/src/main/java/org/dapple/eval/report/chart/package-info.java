/** Parts of a report that are drawings: curves over steps and over shots, maps of embeddings, pictures. */
@NullMarked
package org.dapple.eval.report.chart;

import org.jspecify.annotations.NullMarked;

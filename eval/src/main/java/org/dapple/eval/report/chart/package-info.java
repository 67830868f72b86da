/** Parts of a report that are drawn: curves over steps and over shots, maps of embeddings, pictures. */
@NullMarked
package org.dapple.eval.report.chart;

import org.jspecify.annotations.NullMarked;

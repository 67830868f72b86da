/** Reports of evaluations and probes, maps of embeddings, pictures of masks. */
@NullMarked
package org.dapple.experiment.report;

import org.jspecify.annotations.NullMarked;

/** Random crops of log-mels in batches that are read ahead. */
@NullMarked
package org.dapple.data.batch;

import org.jspecify.annotations.NullMarked;

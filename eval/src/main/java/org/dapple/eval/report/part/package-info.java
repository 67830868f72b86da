/** What all parts of a report share: how a part is written, and how its numbers become JSON. */
@NullMarked
package org.dapple.eval.report.part;

import org.jspecify.annotations.NullMarked;

/** What every part of a report has in common: how it is written, and how its numbers become JSON. */
@NullMarked
package org.dapple.eval.report.part;

import org.jspecify.annotations.NullMarked;

/** Atomic files, locks, checksums, fingerprints and JSON. */
@NullMarked
package org.dapple.core.files;

import org.jspecify.annotations.NullMarked;
